// Days of the calendar as "2026-11-28", and the periods that statistics are looked at in.

import type { Schemas } from "../../api/types";

export type Figures = Schemas["Figures"];
export type By = "day" | "week" | "month";
export const DAY_COUNT = 30;
export const WEEK_COUNT = 12;
export const MONTH_COUNT = 12;

export interface Range {
  from: string;
  to: string;
}

/** One bar: a day, a week by its Monday, or a month ("2026-11"). */
export interface Bucket {
  key: string;
  figures: Figures;
}

export function plusDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

export function mondayOf(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return plusDays(day, -((weekday + 6) % 7));
}

export function plusMonths(month: string, months: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}

/** The days of a month, until today when it is not over. */
export function daysOfMonth(month: string, today: string): Range {
  const last = plusDays(`${plusMonths(month, 1)}-01`, -1);
  return { from: `${month}-01`, to: today.startsWith(month) ? today : last };
}

/** The days that a look back from today covers, today included. */
export function rangeOf(by: By, today: string): Range {
  if (by === "day") return { from: plusDays(today, 1 - DAY_COUNT), to: today };
  if (by === "week") return { from: plusDays(mondayOf(today), -7 * (WEEK_COUNT - 1)), to: today };
  return { from: `${plusMonths(today.slice(0, 7), 1 - MONTH_COUNT)}-01`, to: today };
}

/** Days put together by their week. */
export function weeksOf(days: readonly (Figures & { day: string })[]): Bucket[] {
  const weeks = new Map<string, Figures>();
  for (const day of days) {
    const monday = mondayOf(day.day);
    const sum = weeks.get(monday);
    weeks.set(monday, sum ? plus(sum, day) : onlyFigures(day));
  }
  return [...weeks].map(([key, figures]) => ({ key, figures }));
}

const COUNTS = ["placed", "delivered", "failed", "cancelled", "refunds"] as const;
const AMOUNTS = ["sales", "fees", "cash", "mobile", "refunded", "net"] as const;

function onlyFigures(figures: Figures): Figures {
  return Object.fromEntries(
    [...COUNTS, ...AMOUNTS].map((name) => [name, figures[name]]),
  ) as unknown as Figures;
}

export function plus(one: Figures, other: Figures): Figures {
  const counts = COUNTS.map((name) => [name, one[name] + other[name]]);
  const amounts = AMOUNTS.map((name) => [
    name,
    { amount: one[name].amount + other[name].amount, currency: one[name].currency },
  ]);
  return Object.fromEntries([...counts, ...amounts]) as unknown as Figures;
}

/** A part of a whole; null where there is no whole to be a part of. */
export function share(part: number, whole: number): number | null {
  return whole > 0 && part >= 0 ? part / whole : null;
}

/** Of the deliveries that ended at somebody's door, those that went well. */
export function deliveryRate({ delivered, failed }: Figures): number | null {
  return failed < 0 ? null : share(delivered, delivered + failed);
}

/** What a delivered order brought; null when nothing was delivered. */
export function averageOrder({ sales, delivered }: Figures): Figures["sales"] | null {
  if (delivered <= 0 || sales.amount < 0) return null;
  return { ...sales, amount: Math.round(sales.amount / delivered) };
}

export function isQuiet(figures: Figures): boolean {
  return COUNTS.every((name) => figures[name] === 0) && AMOUNTS.every((name) => figures[name].amount === 0);
}
