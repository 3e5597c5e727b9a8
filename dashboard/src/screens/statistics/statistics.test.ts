import { expect, test } from "vitest";
import {
  averageOrder,
  daysOfMonth,
  deliveryRate,
  type Figures,
  isQuiet,
  mondayOf,
  plus,
  plusDays,
  plusMonths,
  rangeOf,
  share,
  weeksOf,
} from "./period";
import { isShown, place, scaleOf, stride } from "./scale";

const xof = (amount: number) => ({ amount, currency: "XOF" as const });
function figures(delivered: number, failed: number, sales: number): Figures {
  const zero = xof(0);
  const counts = { placed: delivered, delivered, failed, cancelled: 0, refunds: 0 };
  return {
    ...counts,
    sales: xof(sales),
    fees: zero,
    cash: xof(sales),
    mobile: zero,
    refunded: zero,
    net: xof(sales),
  };
}

test("days of the calendar go over months and years", () => {
  expect(plusDays("2026-12-31", 1)).toBe("2027-01-01");
  expect(plusDays("2028-03-01", -1)).toBe("2028-02-29");
  expect([mondayOf("2026-11-28"), mondayOf("2026-11-29"), mondayOf("2026-11-30")]).toEqual([
    "2026-11-23",
    "2026-11-23",
    "2026-11-30",
  ]);
  expect([plusMonths("2026-11", 2), plusMonths("2026-01", -1)]).toEqual(["2027-01", "2025-12"]);
});

test("a look back covers its days, weeks and months, this one included", () => {
  expect(rangeOf("day", "2026-11-28")).toEqual({ from: "2026-10-30", to: "2026-11-28" });
  expect(rangeOf("week", "2026-11-28")).toEqual({ from: "2026-09-07", to: "2026-11-28" });
  expect(rangeOf("month", "2026-11-28")).toEqual({ from: "2025-12-01", to: "2026-11-28" });
});

test("a month under way ends today, another on its last day", () => {
  expect(daysOfMonth("2026-11", "2026-11-28")).toEqual({ from: "2026-11-01", to: "2026-11-28" });
  expect(daysOfMonth("2026-02", "2026-11-28")).toEqual({ from: "2026-02-01", to: "2026-02-28" });
});

test("weeks add up their days, corrections included", () => {
  const days = [
    { day: "2026-11-22", ...figures(1, 0, 5_000) },
    { day: "2026-11-23", ...figures(2, 1, 40_000) },
    { day: "2026-11-28", ...figures(-1, 0, -15_000) },
  ];
  const weeks = weeksOf(days);
  expect(weeks.map(({ key, figures: { sales, delivered } }) => [key, sales.amount, delivered])).toEqual([
    ["2026-11-16", 5_000, 1],
    ["2026-11-23", 25_000, 1],
  ]);
  expect(weeks[0]?.figures).not.toHaveProperty("day");
  expect(plus(figures(1, 2, 3), figures(4, 5, 6))).toEqual(figures(5, 7, 9));
});

test("there is no rate of nothing, nor of what a correction took below zero", () => {
  expect([share(1, 4), share(0, 0), share(1, -1), share(-1, 2)]).toEqual([0.25, null, null, null]);
  expect([
    deliveryRate(figures(3, 1, 1)),
    deliveryRate(figures(0, 0, 0)),
    deliveryRate(figures(2, -1, 0)),
  ]).toEqual([0.75, null, null]);
  expect(averageOrder(figures(2, 0, 93_001))).toEqual(xof(46_501));
  expect(averageOrder(figures(0, 1, 0))).toBeNull();
  expect([isQuiet(figures(0, 0, 0)), isQuiet(figures(0, 1, 0))]).toEqual([true, false]);
});

test("a scale holds zero and every value between round lines", () => {
  expect(scaleOf([0, 46_500, 93_000])).toEqual({ min: 0, max: 100_000, ticks: [0, 50_000, 100_000] });
  expect(scaleOf([-15_000, 40_000])).toEqual({
    min: -20_000,
    max: 40_000,
    ticks: [-20_000, 0, 20_000, 40_000],
  });
  expect(scaleOf([-5_000, -1_000]).max).toBe(0);
  expect(scaleOf([0, 0])).toEqual({ min: 0, max: 1, ticks: [0] });
  expect(scaleOf([1]).ticks).toEqual([0, 1]);
  const odd = scaleOf([7_300]);
  expect(odd.ticks.at(-1)).toBeGreaterThanOrEqual(7_300);
});

test("a value has its place between the ends of the scale", () => {
  const scale = scaleOf([-15_000, 40_000]);
  expect([place(40_000, scale, 120), place(0, scale, 120), place(-20_000, scale, 120)]).toEqual([0, 80, 120]);
});

test("labels that would touch are left out, the last one stays", () => {
  expect([stride(30, 300, 40), stride(12, 600, 40), stride(5, 0, 40)]).toEqual([4, 1, 200]);
  const shown = Array.from({ length: 10 }, (_, index) => index).filter((index) => isShown(index, 10, 4));
  expect(shown).toEqual([1, 5, 9]);
});
