import type { OrderStatus } from "../../data/sales";
import { href } from "../../shell/router.svelte";

const STATUSES: readonly string[] = ["pending", "confirmed", "delivered", "failed", "cancelled"];

/** The filter of the address; null for all of them, and for words nobody knows. */
export function statusOf(query: URLSearchParams): OrderStatus | null {
  const word = query.get("status");
  return word !== null && STATUSES.includes(word) ? (word as OrderStatus) : null;
}

/** The address of the orders, with one of them open or none. */
export function ordersAddress(id: string | undefined, status: OrderStatus | null): string {
  const path = id === undefined ? href("orders") : href("orders", id);
  return status === null ? path : `${path}?status=${status}`;
}
