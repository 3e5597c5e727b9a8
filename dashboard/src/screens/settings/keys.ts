import type { Schemas } from "../../api/types";
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

export type Strategy = NonNullable<Schemas["WaveKeys"]["webhook_strategy"]>;

/** What is sent: the fields of this service, those left empty as well, which the API then asks for. */
export function keysBody(
  service: Keys["id"],
  typed: Partial<Record<KeyField, string>>,
  strategy: Strategy,
): Record<string, string> {
  const fields = Object.fromEntries(KEY_FIELDS[service].map((field) => [field, typed[field] ?? ""]));
  return service === "wave" ? { ...fields, webhook_strategy: strategy } : fields;
}
