// What a delivery allows and asks for. The rules are those of shared/domain/src/dispatch; the API
// and its function have the last word, and this only keeps the page from offering what they refuse.

import type { Schemas } from "../../api/types";
import type { Delivery } from "../../data/shop.svelte";
import { shiftDay } from "../../i18n/format";
import type { Tone } from "../../ui/tone";

export type Status = Delivery["status"];
/** A booking the service did not let go of says so; older answers of the API do not know the word. */
export type Booking = Delivery["bookings"][number] & { unwanted?: boolean };

const UNDO_MS = 10 * 60_000;

/** The shop has handed it to a courier, or the courier says it is with the customer. */
const ON_THE_ROAD: readonly Status[] = ["picked_up", "awaiting_code", "code_locked", "awaiting_cash"];
const OVER: readonly Status[] = ["delivered", "failed", "cancelled"];
const NOT_LEFT: readonly Status[] = [
  "awaiting_deposit",
  "offered",
  "assigned",
  "nobody_found",
  "awaiting_retry",
  "pickup_at_shop",
];
/** Steps that can be taken back, by whoever they were made. */
const UNDOABLE: readonly Delivery["history"][number]["what"][] = [
  "picked_up",
  "handed_over",
  "delivered",
  "failed",
  "unlocked",
];

export function bookingsOf(delivery: Delivery): readonly Booking[] {
  return delivery.bookings;
}

export function isUnwanted(booking: Booking): boolean {
  return booking.unwanted === true;
}

/** The service that has it now. */
export function bookingOf(delivery: Delivery): Booking | undefined {
  return delivery.status === "with_service" ? bookingsOf(delivery).at(-1) : undefined;
}

export function isOnTheRoad(delivery: Delivery): boolean {
  return ON_THE_ROAD.includes(delivery.status) || isWithRider(delivery);
}

export function isOver(delivery: Delivery): boolean {
  return OVER.includes(delivery.status);
}

function isWithRider(delivery: Delivery): boolean {
  const state = bookingOf(delivery)?.state;
  return state === "picked_up" || state === "at_dropoff" || state === "returning";
}

/** What only the seller can settle. A failure is one of today's and yesterday's worries. */
export function needsSeller(delivery: Delivery, today: string): boolean {
  if (bookingsOf(delivery).some(isUnwanted)) return true;
  if (delivery.status === "failed") return delivery.promised.day >= shiftDay(today, -1);
  return delivery.status === "nobody_found" || delivery.status === "code_locked";
}

export function toneOf({ status }: Pick<Delivery, "status">): Tone {
  switch (status) {
    case "delivered":
      return "good";
    case "nobody_found":
    case "code_locked":
    case "failed":
      return "bad";
    case "cancelled":
      return "calm";
    default:
      return "wait";
  }
}

/** What the courier still has to collect. */
export function leftOf({ due, paid }: Pick<Delivery, "due" | "paid">): Schemas["Money"] {
  return { amount: Math.max(0, due.amount - (paid?.amount ?? 0)), currency: due.currency };
}

export type Proof = "code" | "seller" | "service" | "none";

/** What closed it: a courier cannot without the customer's code. */
export function proofOf(delivery: Delivery): Proof {
  if (delivery.status !== "delivered") return "none";
  const closing = delivery.history.findLast(({ what }) => what === "delivered");
  if (closing?.by.kind === "seller") return "seller";
  if (closing === undefined && delivery.courier === null) return "service";
  return "code";
}

/** The last step, if it can still be taken back. */
export function undoable(delivery: Delivery, now: number): Delivery["history"][number] | undefined {
  const last = delivery.history.at(-1);
  if (!last || !UNDOABLE.includes(last.what) || delivery.status === "cancelled") return undefined;
  // The right code of a paid order closes it at once, and a code cannot be unsaid.
  const byCode = last.what === "delivered" && last.by.kind === "courier" && leftOf(delivery).amount === 0;
  return !byCode && now - Date.parse(last.at) < UNDO_MS ? last : undefined;
}

export interface Allowed {
  readonly edit: boolean;
  readonly cancel: boolean;
  readonly reschedule: boolean;
  readonly delivered: boolean;
  readonly failed: boolean;
  readonly unlock: boolean;
  readonly assign: boolean;
}

export function allowed(delivery: Delivery): Allowed {
  const { status } = delivery;
  const isMovable =
    status !== "awaiting_cash" && status !== "delivered" && status !== "cancelled" && !isWithRider(delivery);
  const canClose =
    ON_THE_ROAD.includes(status) ||
    status === "assigned" ||
    status === "pickup_at_shop" ||
    status === "with_service";
  return {
    edit: NOT_LEFT.includes(status),
    cancel: isMovable,
    reschedule: isMovable,
    delivered: canClose,
    failed: canClose,
    unlock: status === "code_locked",
    assign:
      (NOT_LEFT.includes(status) && status !== "awaiting_deposit") ||
      status === "failed" ||
      (status === "with_service" && !isWithRider(delivery)),
  };
}

/** Why the order cannot be edited, when that is not plain. */
export function whyNoEdit(delivery: Delivery): "left" | "service" | "failed" | undefined {
  if (delivery.status === "with_service") return "service";
  if (delivery.status === "failed") return "failed";
  return ON_THE_ROAD.includes(delivery.status) ? "left" : undefined;
}

export type Filter = "current" | "problems" | "done" | "every";

export function isFilter(word: string | null): word is Filter {
  return word === "current" || word === "problems" || word === "done" || word === "every";
}

export function passes(delivery: Delivery, filter: Filter, today: string): boolean {
  switch (filter) {
    case "current":
      return !isOver(delivery);
    case "problems":
      return needsSeller(delivery, today);
    case "done":
      return isOver(delivery);
    case "every":
      return true;
  }
}
