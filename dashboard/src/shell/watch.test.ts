import { expect, test } from "vitest";
import type { Conversation, Delivery } from "../data/shop.svelte";
import { lookAtDeliveries, lookAtThreads } from "./watch";

const NOW = Date.parse("2026-11-28T10:00:00Z");
const thread = (id: string, owner: string, unread: number, owner_until: string | null = null) =>
  ({
    id,
    owner,
    owner_until,
    unread,
    called_since: null,
    waiting_since: unread > 0 ? "2026-11-28T09:58:00Z" : null,
  }) as Conversation;
const delivery = (id: string, status: string) => ({ id, status }) as Delivery;

test("a hand-over is told once, and again when it happens again", () => {
  const told = (known: Parameters<typeof lookAtThreads>[0], ...threads: Conversation[]) => {
    const look = lookAtThreads(known, threads, NOW);
    return {
      known: look.known,
      news: look.news.map(({ conversation, isHandOver }) => [conversation.id, isHandOver]),
    };
  };
  const first = told(null, thread("a", "ai", 1), thread("b", "human", 1));
  expect(first.news).toEqual([]);
  const second = told(first.known, thread("a", "human", 1), thread("b", "human", 2), thread("c", "human", 1));
  expect(second.news).toEqual([
    ["a", true],
    ["c", true],
  ]);
  expect(told(second.known, thread("a", "human", 3)).news).toEqual([]);
  const answered = told(second.known, thread("a", "human", 0));
  expect(answered.news).toEqual([]);
  // The seller has it already: the prospect wrote, nobody handed anything over.
  expect(told(answered.known, thread("a", "human", 1)).news).toEqual([["a", false]]);
});

test("a take-over that is over waits for nobody", () => {
  const { known } = lookAtThreads(null, [thread("a", "ai", 0)], NOW);
  expect(lookAtThreads(known, [thread("a", "human", 1, "2026-11-28T09:59:00Z")], NOW).news).toEqual([]);
});

test("a delivery that fails is told once for each way it fails", () => {
  const first = lookAtDeliveries(null, [delivery("a", "failed"), delivery("b", "offered")]);
  expect(first.news).toEqual([]);
  const second = lookAtDeliveries(first.known, [delivery("a", "failed"), delivery("b", "nobody_found")]);
  expect(second.news.map(({ delivery: { id }, failure }) => [id, failure])).toEqual([["b", "nobody_found"]]);
  const third = lookAtDeliveries(second.known, [delivery("b", "offered")]);
  expect(third.news).toEqual([]);
  expect(lookAtDeliveries(third.known, [delivery("b", "nobody_found")]).news).toHaveLength(1);
});

test("a delivery that waits for its hour has not failed; one that comes back from the road has", () => {
  const { known } = lookAtDeliveries(null, [delivery("a", "picked_up"), delivery("b", "failed")]);
  const look = lookAtDeliveries(
    known,
    ["a", "b", "c"].map((id) => delivery(id, "awaiting_retry")),
  );
  expect(look.news.map(({ delivery: { id } }) => id)).toEqual(["a"]);
});
