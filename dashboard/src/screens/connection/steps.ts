// Where a seller stands on the way to an answering number, and who has to act.

import type { Schemas } from "../../api/types";
import type { RefusalCode } from "../../i18n/refusals";

type Seller = Schemas["Me"]["seller"];

export type StepName = "account" | "authorise" | "verify" | "number" | "subscribe" | "register";
export type StepState = "done" | "now" | "stopped" | "later";
export type Who = "seller" | "meta" | "us";

export interface Step {
  readonly name: StepName;
  readonly who: Who;
  readonly state: StepState;
}

const STEPS: readonly (readonly [StepName, Who])[] = [
  ["account", "seller"],
  ["authorise", "seller"],
  ["verify", "us"],
  ["number", "us"],
  ["subscribe", "meta"],
  ["register", "meta"],
];

// How many of the steps above are behind whoever stands there.
const DONE: Record<Seller["onboarding_step"], number> = {
  registered: 1,
  link_issued: 1,
  code_exchanged: 2,
  token_verified: 2,
  account_chosen: 3,
  number_chosen: 3,
  number_claimed: 4,
  subscribed: 5,
  active: 6,
};

// Some refusals lead back to an earlier step, from which the walk goes on; it stopped further on.
const STOPPED_AT: Record<string, StepName> = {
  no_number: "number",
  number_taken: "number",
  number_unverified: "register",
  pin_mismatch: "register",
  pin_locked: "register",
  register_locked: "register",
};

export function stepsOf({ onboarding_step, onboarding_refusal }: Seller): Step[] {
  const hasToken = DONE[onboarding_step] >= 2;
  const stopped = STEPS.findIndex(([name]) => name === STOPPED_AT[onboarding_refusal ?? ""]);
  const done = Math.max(DONE[onboarding_step], hasToken ? stopped : -1);
  return STEPS.map(([name, who], index) => {
    if (index < done) return { name, who, state: "done" };
    if (index > done) return { name, who, state: "later" };
    return { name, who, state: onboarding_refusal ? "stopped" : "now" };
  });
}

/** Who must do something about a refusal: « Un peu de patience » is nobody's turn. */
export type Actor = "seller" | "us" | "time";
/** What the page offers: another link to Meta's dialog, going on from where it stopped, or neither. */
export type Next = "connect" | "resume" | "none";

const OURS: readonly RefusalCode[] = ["redirect_mismatch", "wrong_app", "meta_refused"];
const PASSING: readonly RefusalCode[] = ["register_locked", "pin_locked", "meta_unavailable"];
// There is a token, and it grants enough: the walk goes on from its step.
const RESUMABLE: readonly RefusalCode[] = [
  "no_number",
  "number_taken",
  "number_unverified",
  "account_locked",
  "pin_mismatch",
  "pin_locked",
  "register_locked",
  "meta_unavailable",
  "meta_refused",
];

export function actorOf(refusal: RefusalCode): Actor {
  if (OURS.includes(refusal)) return "us";
  return PASSING.includes(refusal) ? "time" : "seller";
}

/** The button that helps. A taken number needs another one: going on would find the same again. */
export function nextOf({ onboarding_step, onboarding_refusal, whatsapp }: Seller): Next {
  const hasToken = DONE[onboarding_step] >= 2;
  if (onboarding_refusal) {
    const isResumable = RESUMABLE.some((code) => code === onboarding_refusal);
    return hasToken && isResumable && onboarding_refusal !== "number_taken" ? "resume" : "connect";
  }
  if (onboarding_step === "active") return whatsapp ? "none" : "connect";
  // Whoever came back and closed the page in the middle of the walk.
  return hasToken ? "resume" : "connect";
}

/** The refusal, if this version knows its code; another one is told as an unexpected one. */
export function refusalOf(code: string, known: Record<string, unknown>): RefusalCode {
  return code in known ? (code as RefusalCode) : "meta_refused";
}
