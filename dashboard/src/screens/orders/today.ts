// The shop's day in four numbers.

import type { Schemas } from "../../api/types";
import type { CashBalance, Payment, Preparations } from "../../data/sales";
import type { Delivery } from "../../data/shop.svelte";
import { isOnTheRoad, needsSeller } from "../deliveries/standing";

/** Orders of the day that are not ready, of those that have not left. */
export function toPrepare({ slots }: Preparations): number {
  return slots.reduce((sum, slot) => sum + Math.max(0, slot.to_prepare - slot.prepared), 0);
}

export function onTheRoad(deliveries: readonly Delivery[]): number {
  return deliveries.filter(isOnTheRoad).length;
}

/** What couriers hold of the shop's; one to whom the shop owes takes nothing from it. */
export function held(balances: readonly CashBalance[]): Schemas["Money"] | null {
  const [first] = balances;
  if (!first) return null;
  const amount = balances.reduce((sum, { owed }) => sum + Math.max(0, owed.amount), 0);
  return { amount, currency: first.owed.currency };
}

/** What waits for the seller alone. */
export function problems(
  deliveries: readonly Delivery[],
  payments: readonly Payment[],
  today: string,
): number {
  const suspicious = payments.filter(({ status }) => status === "suspicious").length;
  return deliveries.filter((delivery) => needsSeller(delivery, today)).length + suspicious;
}
