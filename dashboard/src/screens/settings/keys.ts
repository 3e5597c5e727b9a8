import type { Keys } from "./reading";

export type KeyField =
  "api_key" | "webhook_secret" | "token" | "client_id" | "client_secret" | "address_id" | "partner_secret";

/** What each service gives a shop, in the order of its own page. */
export const KEY_FIELDS: Record<Keys["id"], readonly KeyField[]> = {
  wave: ["api_key", "webhook_secret"],
  pawapay: ["token"],
  yango: ["token"],
  glovo: ["client_id", "client_secret", "address_id", "partner_secret"],
};

/** What is no secret can be read while it is typed. */
export function isSecret(field: KeyField): boolean {
  return field !== "client_id" && field !== "address_id";
}
