/** Why a connection stops: the codes of `onboarding_refusal`. */
export type RefusalCode =
  | "access_denied"
  | "link_unknown"
  | "link_used"
  | "link_expired"
  | "code_used"
  | "code_expired"
  | "redirect_mismatch"
  | "token_invalid"
  | "wrong_app"
  | "missing_permission"
  | "no_account"
  | "no_number"
  | "number_taken"
  | "number_unverified"
  | "account_locked"
  | "pin_mismatch"
  | "pin_locked"
  | "register_locked"
  | "meta_unavailable"
  | "meta_refused";

/** A title, what happened, what to do. */
export type Told = readonly [title: string, what: string, action: string];
