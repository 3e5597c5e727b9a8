import { expect, test } from "vitest";
import type { CashBalance, Payment, Preparations } from "../../data/sales";
import { aDelivery } from "../deliveries/example";
import { held, onTheRoad, problems, toPrepare } from "./today";

const francs = (amount: number) => ({ amount, currency: "XOF" }) as const;

test("what is to be prepared is what is not ticked and has not left", () => {
  const slot = (period: "morning" | "afternoon", to_prepare: number, prepared: number) => ({
    period,
    orders: [],
    totals: [],
    to_prepare,
    prepared,
  });
  const day: Preparations = {
    day: "2026-11-28",
    is_partial: false,
    slots: [slot("morning", 3, 1), slot("afternoon", 2, 2)],
  };
  expect(toPrepare(day)).toBe(2);
});

test("what the shop owes a courier does not lessen what others owe", () => {
  const balance = (owed: number) => ({ owed: francs(owed) }) as CashBalance;
  expect(held([balance(46_500), balance(3_500), balance(-10_000)])).toEqual(francs(50_000));
  expect(held([])).toBeNull();
});

test("deliveries and payments that wait for the seller are problems", () => {
  const all = [
    aDelivery({ status: "picked_up" }),
    aDelivery({ status: "code_locked" }),
    aDelivery({ status: "nobody_found" }),
    aDelivery({ status: "delivered" }),
  ];
  expect(onTheRoad(all)).toBe(2);
  const payments = [{ status: "suspicious" }, { status: "paid" }] as Payment[];
  expect(problems(all, payments, "2026-11-28")).toBe(3);
});
