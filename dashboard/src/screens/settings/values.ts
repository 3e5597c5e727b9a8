// The settings as a form holds them. Money comes as an amount with its currency, and leaves as whole
// francs: the shop's currency is understood.

import type { Schemas } from "../../api/types";
import { refusals } from "../shop/refusal";

// The schema says in an `allOf` that every one of them is answered, which its types lose.
export type ShopSettings = Required<Schemas["Settings"]["settings"]>;
export type Change = Schemas["SettingsChange"];
export type Provider = "wave" | "pawapay";
export type Service = "yango" | "glovo";
export const SERVICES = ["yango", "glovo"] as const;

/** Whole francs of an amount in either of its forms. */
export function francs(money: Schemas["MoneyInput"] | undefined): number | null {
  if (money === undefined) return null;
  return typeof money === "number" ? money : money.amount;
}

/** What is different from before, or nothing. */
export function changed<T extends object>(is: T, was: T): Partial<T> {
  const entries = Object.entries(is).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(was[name as keyof T]),
  );
  return Object.fromEntries(entries) as Partial<T>;
}

/** Refuses numbers that are none, at their fields. */
export function checkNumbers(
  fields: readonly (readonly [field: string, value: number | null, message: string])[],
): void {
  const wrong = fields.filter(([, value]) => value === null || Number.isNaN(value));
  if (wrong.length > 0) throw refusals(wrong.map(([field, , message]) => ({ field, message })));
}

export interface DeliveryFields {
  place: string;
  pin: string;
  ceiling: number | null;
  rounds: number | null;
  pool: boolean;
  /** In the order in which they are asked; those that are not used come last. */
  services: { service: Service; used: boolean; price: number | null }[];
}

export function deliveryFields({ delivery }: ShopSettings): DeliveryFields {
  const used = delivery.services ?? [];
  const rest = SERVICES.filter((service) => !used.some((one) => one.service === service));
  return {
    place: delivery.pickup_place ?? "",
    pin: delivery.pickup_pin ? pinWords(delivery.pickup_pin) : "",
    ceiling: francs(delivery.cash_ceiling),
    rounds: delivery.max_rounds ?? null,
    pool: delivery.shares_pool ?? false,
    services: [
      ...used.map(({ service, max_price }) => ({ service, used: true, price: francs(max_price) })),
      ...rest.map((service) => ({ service, used: false, price: null })),
    ],
  };
}

export function deliveryChange(
  fields: DeliveryFields,
  was: DeliveryFields,
  words: { amount: string; whole: string; pinBad: string },
): NonNullable<Change["delivery"]> {
  const used = fields.services.filter((one) => one.used);
  checkNumbers([
    ["delivery.cash_ceiling", fields.ceiling, words.amount],
    ["delivery.max_rounds", fields.rounds, words.whole],
    ...used.map((one, index) => [`delivery.services[${index}].max_price`, one.price, words.amount] as const),
  ]);
  const pin = fields.pin.trim() === "" ? null : readPin(fields.pin);
  if (pin === undefined) throw refusals([{ field: "delivery.pickup_pin", message: words.pinBad }]);
  const body = (values: DeliveryFields, where: typeof pin) => ({
    pickup_place: values.place,
    pickup_pin: where,
    cash_ceiling: values.ceiling ?? 0,
    max_rounds: values.rounds ?? 0,
    shares_pool: values.pool,
    services: values.services
      .filter((one) => one.used)
      .map(({ service, price }) => ({ service, max_price: price ?? 0 })),
  });
  const before = was.pin === "" ? null : (readPin(was.pin) ?? null);
  return changed(body(fields, pin), body(was, before));
}

export interface Pin {
  lat: string;
  lng: string;
}

/** "5.3600000, -4.0083000" without the zeros that say nothing. */
export function pinWords({ lat, lng }: { lat: string | number; lng: string | number }): string {
  const short = (degrees: string | number) =>
    String(degrees)
      .replace(/(\.\d*?)0+$/u, "$1")
      .replace(/\.$/u, "");
  return `${short(lat)}, ${short(lng)}`;
}

/** A point of what was typed or pasted: two decimal numbers, or an address of a map that has them. */
export function readPin(typed: string): Pin | undefined {
  const number = "(-?\\d{1,3}(?:\\.\\d+)?)";
  const patterns = [
    new RegExp(`@${number},${number}`, "u"),
    new RegExp(`[?&](?:q|ll|query|center|destination)=${number}(?:,|%2C)\\s*${number}`, "u"),
    new RegExp(`^geo:${number},${number}`, "u"),
    new RegExp(`^\\s*\\(?${number}\\s*[,;\\s]\\s*${number}\\)?\\s*$`, "u"),
    /^\s*(-?\d{1,3},\d+)\s*[;\s]\s*(-?\d{1,3},\d+)\s*$/u,
  ];
  for (const pattern of patterns) {
    const [, one = "", other = ""] = pattern.exec(typed) ?? [];
    const [lat, lng] = [one.replace(",", "."), other.replace(",", ".")];
    if (lat !== "" && lng !== "" && Math.abs(Number(lat)) <= 90 && Math.abs(Number(lng)) <= 180)
      return { lat, lng };
  }
  return undefined;
}

export interface PaymentFields {
  provider: Provider | "none";
  deposits: boolean;
  percent: number | null;
  fromTotal: number | null;
  minutes: number | null;
}

export function paymentFields({ payment }: ShopSettings): PaymentFields {
  const { deposit } = payment;
  return {
    provider: payment.provider ?? "none",
    deposits: deposit != null,
    percent: deposit?.percent ?? 30,
    fromTotal: deposit?.from_total === undefined ? 50_000 : francs(deposit.from_total),
    minutes: deposit?.minutes ?? 60,
  };
}

/** Without a provider there is no deposit: nobody could take it. */
export function paymentChange(
  fields: PaymentFields,
  was: PaymentFields,
  words: { amount: string; whole: string },
): NonNullable<Change["payment"]> {
  const has = (values: PaymentFields) => values.deposits && values.provider !== "none";
  if (has(fields)) {
    checkNumbers([
      ["payment.deposit.percent", fields.percent, words.whole],
      ["payment.deposit.from_total", fields.fromTotal, words.amount],
      ["payment.deposit.minutes", fields.minutes, words.whole],
    ]);
  }
  const body = (values: PaymentFields) => ({
    provider: values.provider === "none" ? null : values.provider,
    deposit: has(values)
      ? { percent: values.percent ?? 0, from_total: values.fromTotal ?? 0, minutes: values.minutes ?? 0 }
      : null,
  });
  return changed(body(fields), body(was));
}
