import { describe, expect, test } from "vitest";
import { aDelivery } from "./example";
import {
  allowed,
  type Allowed,
  type Booking,
  isOnTheRoad,
  leftOf,
  needsSeller,
  passes,
  proofOf,
  type Status,
  undoable,
  whyNoEdit,
} from "./standing";

const TODAY = "2026-11-28";
const booking = (change: Partial<Booking>): Booking => ({
  number: 1,
  round: 1,
  service: "yango",
  at: "2026-11-28T08:00:00Z",
  ...change,
});

describe("what is offered in each state", () => {
  const before: (keyof Allowed)[] = ["edit", "cancel", "reschedule"];
  const closing: (keyof Allowed)[] = ["delivered", "failed"];
  test.each<[Status, (keyof Allowed)[]]>([
    ["awaiting_deposit", before],
    ["offered", [...before, "assign"]],
    ["nobody_found", [...before, "assign"]],
    ["awaiting_retry", [...before, "assign"]],
    ["assigned", [...before, "assign", ...closing]],
    ["pickup_at_shop", [...before, "assign", ...closing]],
    ["with_service", ["cancel", "reschedule", "assign", ...closing]],
    ["picked_up", ["cancel", "reschedule", ...closing]],
    ["awaiting_code", ["cancel", "reschedule", ...closing]],
    ["code_locked", ["cancel", "reschedule", "unlock", ...closing]],
    ["awaiting_cash", closing],
    ["failed", ["cancel", "reschedule", "assign"]],
    ["delivered", []],
    ["cancelled", []],
  ])("%s", (status, offered) => {
    const rights = Object.entries(allowed(aDelivery({ status })));
    expect(
      rights
        .filter(([, may]) => may)
        .map(([name]) => name)
        .sort(),
    ).toEqual([...offered].sort());
  });

  test("a rider who has the parcel is not sent away", () => {
    const away = aDelivery({ status: "with_service", bookings: [booking({ state: "picked_up" })] });
    expect(allowed(away)).toMatchObject({ cancel: false, reschedule: false, assign: false, delivered: true });
    expect(isOnTheRoad(away)).toBe(true);
    expect(
      isOnTheRoad(aDelivery({ status: "with_service", bookings: [booking({ state: "searching" })] })),
    ).toBe(false);
  });

  test("why an order cannot be edited is said where it is not plain", () => {
    const why = (status: Status) => whyNoEdit(aDelivery({ status }));
    expect([why("picked_up"), why("with_service"), why("failed"), why("delivered"), why("offered")]).toEqual([
      "left",
      "service",
      "failed",
      undefined,
      undefined,
    ]);
  });
});

describe("taking the last step back", () => {
  const at = "2026-11-28T09:00:00Z";
  const now = Date.parse("2026-11-28T09:09:59Z");
  const courier = { kind: "courier", courier: "cou_1" } as const;
  const done = (what: "picked_up" | "delivered" | "assigned" | "wrong_code") =>
    aDelivery({ status: "picked_up", history: [{ at, by: courier, what }] });

  test("within ten minutes, and only of steps that can be", () => {
    expect(undoable(done("picked_up"), now)?.what).toBe("picked_up");
    expect(undoable(done("picked_up"), now + 1_000)).toBeUndefined();
    expect(undoable(done("assigned"), now)).toBeUndefined();
    expect(undoable(done("wrong_code"), now)).toBeUndefined();
    expect(undoable(aDelivery(), now)).toBeUndefined();
  });

  test("a paid order that was closed by its code stays closed", () => {
    expect(undoable(done("delivered"), now)?.what).toBe("delivered");
    expect(
      undoable({ ...done("delivered"), paid: { amount: 46_500, currency: "XOF" } }, now),
    ).toBeUndefined();
  });
});

test("what needs the seller: a failure does for two days, a useless booking until it is settled", () => {
  const needs = (change: Parameters<typeof aDelivery>[0]) => needsSeller(aDelivery(change), TODAY);
  expect(needs({ status: "nobody_found" })).toBe(true);
  expect(needs({ status: "code_locked" })).toBe(true);
  expect(needs({ status: "assigned" })).toBe(false);
  expect(needs({ status: "failed", promised: { day: "2026-11-27", period: "morning" } })).toBe(true);
  expect(needs({ status: "failed", promised: { day: "2026-11-26", period: "morning" } })).toBe(false);
  expect(needs({ status: "delivered", bookings: [booking({ unwanted: true })] })).toBe(true);
});

test("what is left to collect is never less than nothing", () => {
  const due = { amount: 46_500, currency: "XOF" } as const;
  expect(leftOf({ due, paid: null }).amount).toBe(46_500);
  expect(leftOf({ due, paid: { amount: 10_000, currency: "XOF" } }).amount).toBe(36_500);
  expect(leftOf({ due, paid: { amount: 50_000, currency: "XOF" } }).amount).toBe(0);
});

test("what proves the hand-over", () => {
  const at = "2026-11-28T09:00:00Z";
  const delivered = (kind: "courier" | "seller") =>
    aDelivery({ status: "delivered", history: [{ at, by: { kind }, what: "delivered" }] });
  expect(proofOf(delivered("courier"))).toBe("code");
  expect(proofOf(delivered("seller"))).toBe("seller");
  expect(proofOf(aDelivery({ status: "delivered", courier: null }))).toBe("service");
  expect(proofOf(aDelivery())).toBe("none");
});

test("filters: everything is either under way or done", () => {
  for (const status of ["offered", "delivered", "failed", "cancelled", "code_locked"] as const) {
    const one = aDelivery({ status });
    expect(passes(one, "current", TODAY)).toBe(!passes(one, "done", TODAY));
    expect(passes(one, "every", TODAY)).toBe(true);
  }
});
