// A thread as it is drawn: its messages, what happened to its orders between them, and what this
// device has not sent yet.

import type { Unsent } from "../../data/outbox.svelte";
import type { Delivery, Message } from "../../data/shop.svelte";

type Attempt = Delivery["attempts"][number];

export type Happening =
  | { readonly what: "placed"; readonly delivery: Delivery }
  | { readonly what: "changed"; readonly by: "prospect" | "seller" }
  | { readonly what: "courier"; readonly name: string; readonly outcome: Attempt["outcome"] }
  | {
      readonly what:
        | "picked_up"
        | "handed_over"
        | "wrong_code"
        | "photographed"
        | "delivered"
        | "failed"
        | "undone"
        | "unlocked"
        | "assigned";
    };

export type Row =
  | { readonly kind: "message"; readonly key: string; readonly at: string; readonly message: Message }
  | {
      readonly kind: "happening";
      readonly key: string;
      readonly at: string;
      readonly order: string;
      readonly reference: string;
      readonly happening: Happening;
    }
  | { readonly kind: "unsent"; readonly key: string; readonly at: string; readonly unsent: Unsent };

type HappeningRow = Extract<Row, { kind: "happening" }>;

/** What happened to an order and its delivery, in the order it happened. */
export function happeningsOf(delivery: Delivery): HappeningRow[] {
  const { order } = delivery;
  if (!order) return [];
  const rows: HappeningRow[] = [];
  const add = (at: string, happening: Happening) =>
    rows.push({
      kind: "happening",
      key: `${order.id}/${rows.length}`,
      at,
      order: order.id,
      reference: order.reference,
      happening,
    });
  add(order.placed_at, { what: "placed", delivery });
  for (const { at, by } of order.history) add(at, { what: "changed", by });
  for (const { offered_at, courier_name, outcome } of delivery.attempts)
    // A withdrawn offer is what a change or a cancellation looks like: that is told elsewhere.
    if (outcome !== "withdrawn") add(offered_at, { what: "courier", name: courier_name ?? "", outcome });
  for (const { at, what } of delivery.history) add(at, { what });
  return sorted(rows);
}

export interface Parts {
  /** Oldest first. */
  readonly messages: readonly Message[];
  /** Whether there is something before the first message, which was not loaded. */
  readonly hasMore: boolean;
  readonly deliveries: readonly Delivery[];
  readonly unsent: readonly Unsent[];
}

export function timelineOf({ messages, hasMore, deliveries, unsent }: Parts): Row[] {
  const first = messages[0]?.at;
  const isLoaded = (at: string) => !hasMore || (first !== undefined && Date.parse(at) >= Date.parse(first));
  const rows: Row[] = messages.map((message) => ({
    kind: "message",
    key: message.id,
    at: message.at,
    message,
  }));
  rows.push(...deliveries.flatMap(happeningsOf).filter(({ at }) => isLoaded(at)));
  // What waits is last, whatever this device's clock says.
  return [
    ...sorted(rows),
    ...unsent.map((one) => ({ kind: "unsent" as const, key: one.key, at: one.at, unsent: one })),
  ];
}

// Stable: what happened at the same moment stays in the order it was told.
function sorted<R extends Row>(rows: R[]): R[] {
  return rows.sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

// By then `reply` has written it down, further up than what is loaded.
const SURELY_WRITTEN_MS = 120_000;

/** The keys of what the API has taken and the thread shows by now; a message shows one of them only. */
export function shownOf(unsent: readonly Unsent[], messages: readonly Message[], now: number): string[] {
  const used = new Set<string>();
  const ids = new Set(messages.map(({ id }) => id));
  const isShown = ({ taken, after, text }: Unsent): boolean => {
    if (!taken) return false;
    if (taken.id !== null) return ids.has(taken.id) || isBefore(taken.at, messages[0]);
    // An answer of before said no id: it is recognized by its words.
    const start = after === null ? 0 : messages.findIndex(({ id }) => id === after) + 1;
    const found = messages
      .slice(start)
      .find(({ id, from, text: said }) => from === "human" && !used.has(id) && bare(said) === bare(text));
    if (found) used.add(found.id);
    return found !== undefined || now - Date.parse(taken.at) > SURELY_WRITTEN_MS;
  };
  return unsent.filter(isShown).map(({ key }) => key);
}

/** Whether it stands further up than the first message that is loaded, whatever this device's clock says. */
function isBefore(at: string, first: Message | undefined): boolean {
  return first !== undefined && Date.parse(first.at) - Date.parse(at) > SURELY_WRITTEN_MS;
}

// The API takes invisible characters and spaces at the ends of lines away.
function bare(text: string): string {
  return text.replace(/[\s\p{Cf}\p{Cc}]+/gu, "");
}

/** How many messages from outside came after the row `key`: what the pill counts. */
export function newerThan(rows: readonly Row[], key: string | null): number {
  if (key === null) return 0;
  const from = rows.findIndex((row) => row.key === key);
  if (from === -1) return 0;
  return rows.slice(from + 1).filter((row) => row.kind === "message" && row.message.from !== "human").length;
}
