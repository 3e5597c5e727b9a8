// What a seller is told of, and when it is news: pure, so that nothing rings twice.

import type { Conversation, Delivery } from "../data/shop.svelte";
import { waitsForHuman } from "../screens/conversations/standing";

/** What was known at the last look; null before the first, when nothing is news. */
export type Known = ReadonlyMap<string, string> | null;

export interface Look<T> {
  readonly known: ReadonlyMap<string, string>;
  readonly news: readonly T[];
}

export interface Waiting {
  readonly conversation: Conversation;
  /** It was the AI's a moment ago: it handed the prospect over. */
  readonly isHandOver: boolean;
}

/** Threads that began to wait for the seller since the last look. */
export function lookAtThreads(
  known: Known,
  conversations: readonly Conversation[],
  now: number,
): Look<Waiting> {
  // Threads that are not on the first page any more keep what was known of them.
  const next = new Map(known);
  const news: Waiting[] = [];
  for (const conversation of conversations) {
    const before = known?.get(conversation.id);
    // What the seller has read, or taken over, is no news to them.
    const isNew = waitsForHuman(conversation, now) && conversation.unread > 0;
    const is = isNew ? "waiting" : conversation.owner;
    next.set(conversation.id, is);
    if (known && is === "waiting" && before !== "waiting")
      // A thread nobody saw before came and was handed over between two looks.
      news.push({ conversation, isHandOver: before === "ai" || before === undefined });
  }
  return { known: next, news };
}

export const FAILURES = ["failed", "nobody_found", "code_locked", "awaiting_retry"] as const;
export type Failure = (typeof FAILURES)[number];

// A search that waits for its hour is no failure: only what a courier was on the way with is.
const ON_THE_ROAD = ["assigned", "picked_up", "awaiting_code", "code_locked"];

export interface Failed {
  readonly delivery: Delivery;
  readonly failure: Failure;
}

/** Deliveries that came to a bad end, or to a halt, since the last look. */
export function lookAtDeliveries(known: Known, deliveries: readonly Delivery[]): Look<Failed> {
  const next = new Map(known);
  const news: Failed[] = [];
  for (const delivery of deliveries) {
    const failure = FAILURES.find((one) => one === delivery.status);
    const before = known?.get(delivery.id);
    const isPlanned = failure === "awaiting_retry" && !ON_THE_ROAD.includes(before ?? "");
    if (known && failure && before !== failure && !isPlanned) news.push({ delivery, failure });
    next.set(delivery.id, delivery.status);
  }
  return { known: next, news };
}
