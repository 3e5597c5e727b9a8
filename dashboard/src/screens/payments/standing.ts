// Mobile money of an order. What counts is the provider's word, which is the payment's status.

import type { Schemas } from "../../api/types";
import type { Payment } from "../../data/sales";
import type { Delivery, Order } from "../../data/shop.svelte";
import { leftOf } from "../deliveries/standing";

export type Standing =
  | { readonly kind: "none" | "asked" | "paid" | "refunding" | "refunded" | "suspicious" }
  | { readonly kind: "part"; readonly amount: Schemas["Money"] };

/** Francs that a payment has brought and that are still there. */
export function broughtBy(payment: Payment): number {
  switch (payment.status) {
    case "paid":
    case "refunding":
    case "refunded":
      return (payment.received ?? payment.amount).amount - (payment.refunded?.amount ?? 0);
    default:
      return 0;
  }
}

/**
 * How an order stands with mobile money. `known` are its payments; without any, what the delivery
 * says the providers have of it.
 */
export function standingOf(
  { total }: Pick<Order, "total">,
  known: readonly Payment[],
  paid: Schemas["Money"] | null | undefined,
): Standing {
  const has = (status: Payment["status"]) => known.some((payment) => payment.status === status);
  if (has("suspicious")) return { kind: "suspicious" };
  const brought =
    known.length > 0 ? known.reduce((sum, payment) => sum + broughtBy(payment), 0) : (paid?.amount ?? 0);
  if (brought > 0 && brought >= total.amount) return { kind: "paid" };
  if (brought > 0) return { kind: "part", amount: { amount: brought, currency: total.currency } };
  if (has("refunding")) return { kind: "refunding" };
  if (has("refunded")) return { kind: "refunded" };
  return { kind: has("requested") || has("opened") ? "asked" : "none" };
}

/**
 * What is still to be collected at the door. The delivery's own `paid` does not say what went back
 * to the customer, so that known payments are better.
 */
export function leftToCollect(delivery: Delivery, known: readonly Payment[]): Schemas["Money"] {
  if (known.length === 0) return leftOf(delivery);
  const brought = known.reduce((sum, payment) => sum + broughtBy(payment), 0);
  return { ...delivery.due, amount: Math.max(0, delivery.due.amount - brought) };
}

/** What can still be asked of a payment. */
export function canRefund(payment: Payment): boolean {
  return payment.status === "paid";
}

/** Wave gives back all or nothing. */
export function canRefundPart(payment: Payment): boolean {
  return canRefund(payment) && payment.provider === "pawapay";
}

/** The payments of each order. */
export function byOrder(payments: readonly Payment[]): Map<string, Payment[]> {
  const groups = new Map<string, Payment[]>();
  for (const payment of payments) {
    const group = groups.get(payment.order_id);
    if (group) group.push(payment);
    else groups.set(payment.order_id, [payment]);
  }
  return groups;
}
