import { expect, test } from "vitest";
import type { Schemas } from "../../api/types";
import { progress, Ticks, withOrder } from "./ticks.svelte";

type Preparation = Schemas["Preparation"];

function order(id: string, change: Partial<Preparation> = {}): Preparation {
  return {
    id,
    reference: id,
    lines: [],
    quantity: 1,
    receiver: "Aminata",
    courier: null,
    pickup_at_shop: false,
    picked_up: false,
    prepared: false,
    changed: false,
    ticked_at: null,
    ...change,
  };
}

function stage() {
  const sent: [string, boolean][] = [];
  const answers: ((fails?: unknown) => void)[] = [];
  const done: Preparation[] = [];
  const failed: unknown[] = [];
  const ticks = new Ticks({
    send: (id, prepared) => {
      sent.push([id, prepared]);
      return new Promise((resolve, reject) =>
        answers.push((fails) => (fails ? reject(fails) : resolve(order(id, { prepared })))),
      );
    },
    done: (answer) => done.push(answer),
    failed: (error) => failed.push(error),
  });
  return { sent, answers, done, failed, ticks };
}

test("a tick is shown at once and stays when it was taken", async () => {
  const { answers, done, ticks } = stage();
  const ticked = ticks.set("a", true);
  expect(ticks.shown(order("a", { changed: true }))).toMatchObject({ prepared: true, changed: false });
  expect(ticks.shown(order("b")).prepared).toBe(false);
  answers[0]?.();
  await ticked;
  expect(done).toEqual([order("a", { prepared: true })]);
});

test("a tick that failed is taken back and said", async () => {
  const { answers, done, failed, ticks } = stage();
  const ticked = ticks.set("a", true);
  answers[0]?.("offline");
  await ticked;
  expect(ticks.shown(order("a")).prepared).toBe(false);
  expect([done, failed]).toEqual([[], ["offline"]]);
});

test("taps while one is on its way: the last one wins, and none is sent in between", async () => {
  const { sent, answers, ticks } = stage();
  const ticked = ticks.set("a", true);
  void ticks.set("a", false);
  void ticks.set("a", true);
  void ticks.set("a", false);
  expect(ticks.shown(order("a", { prepared: true })).prepared).toBe(false);
  expect(sent).toEqual([["a", true]]);
  answers[0]?.();
  await Promise.resolve();
  await Promise.resolve();
  answers[1]?.();
  await ticked;
  expect(sent).toEqual([
    ["a", true],
    ["a", false],
  ]);
});

test("an answer goes into its day, and what has left does not count", () => {
  const slot = {
    period: "morning",
    orders: [order("a"), order("b")],
    totals: [],
    prepared: 0,
    to_prepare: 2,
  } as const;
  const day = {
    day: "2026-11-28",
    is_partial: false,
    slots: [{ ...slot, orders: [...slot.orders], totals: [] }],
  };
  const [changed] = withOrder(day, order("b", { prepared: true })).slots;
  expect(changed?.orders.map(({ prepared }) => prepared)).toEqual([false, true]);
  expect(
    progress([order("a", { prepared: true }), order("b"), order("c", { picked_up: true, prepared: true })]),
  ).toEqual({ done: 1, all: 2 });
});
