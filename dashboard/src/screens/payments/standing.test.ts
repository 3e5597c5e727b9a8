import { expect, test } from "vitest";
import type { Payment } from "../../data/sales";
import { aDelivery } from "../deliveries/example";
import { broughtBy, canRefund, canRefundPart, leftToCollect, standingOf } from "./standing";

const francs = (amount: number) => ({ amount, currency: "XOF" }) as const;
const TOTAL = { total: francs(46_500) };

function payment(change: Partial<Payment>): Payment {
  return {
    id: "pay_1",
    order_id: "ord_1",
    order_reference: "Z4Z1BW",
    provider: "wave",
    purpose: "full",
    amount: francs(46_500),
    status: "paid",
    created_at: "2026-11-27T10:00:00Z",
    ends_at: "2026-11-27T11:00:00Z",
    paid_at: null,
    transaction: null,
    refunded: null,
    received: null,
    acceptable: null,
    failure: null,
    warning: null,
    ...change,
  };
}

test("only the provider's word makes an order paid", () => {
  for (const status of ["requested", "opened", "lapsed", "suspicious"] as const)
    expect(standingOf(TOTAL, [payment({ status })], francs(46_500)).kind).not.toBe("paid");
  expect(standingOf(TOTAL, [payment({})], null)).toEqual({ kind: "paid" });
  expect(standingOf(TOTAL, [], francs(46_500))).toEqual({ kind: "paid" });
  expect(standingOf({ total: francs(0) }, [], null)).toEqual({ kind: "none" });
});

test("deposits add up, and what went back does not count", () => {
  const deposit = payment({ amount: francs(10_000), purpose: "deposit" });
  expect(standingOf(TOTAL, [deposit], null)).toEqual({ kind: "part", amount: francs(10_000) });
  expect(standingOf(TOTAL, [deposit, payment({ amount: francs(36_500) })], null)).toEqual({ kind: "paid" });
  const back = payment({ status: "refunded", refunded: francs(46_500) });
  expect(standingOf(TOTAL, [back], francs(46_500))).toEqual({ kind: "refunded" });
  const half = payment({ status: "refunded", refunded: francs(6_500) });
  expect(standingOf(TOTAL, [half], null)).toEqual({ kind: "part", amount: francs(40_000) });
});

test("what is to be looked at comes first", () => {
  expect(standingOf(TOTAL, [payment({}), payment({ status: "suspicious" })], null).kind).toBe("suspicious");
  expect(standingOf(TOTAL, [payment({ status: "opened" })], null).kind).toBe("asked");
  const going = payment({ status: "refunding", refunded: francs(46_500) });
  expect(standingOf(TOTAL, [going], null).kind).toBe("refunding");
});

test("an accepted payment counts for what came", () => {
  expect(broughtBy(payment({ received: francs(46_000) }))).toBe(46_000);
  expect(broughtBy(payment({ status: "opened" }))).toBe(0);
});

test("money goes back once, and in part only where the provider can", () => {
  expect([canRefund(payment({})), canRefundPart(payment({}))]).toEqual([true, false]);
  expect(canRefundPart(payment({ provider: "pawapay" }))).toBe(true);
  expect(canRefund(payment({ status: "refunding" }))).toBe(false);
});

test("what went back is collected at the door again", () => {
  const delivery = aDelivery({ paid: francs(46_500) });
  expect(leftToCollect(delivery, []).amount).toBe(0);
  const back = payment({ status: "refunded", refunded: francs(46_500) });
  expect(leftToCollect(delivery, [back])).toEqual(francs(46_500));
  expect(leftToCollect(delivery, [payment({ amount: francs(10_000) })]).amount).toBe(36_500);
});
