// Opening hours as they are edited: spans of clocks for each day; a day without spans is closed.

import { minutesOf } from "../../ui/clock";

export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Day = (typeof DAYS)[number];
export type Span = [from: string, until: string];
export type Week = Record<Day, Span[]>;

export const SPANS_MAX = 4;
const USUAL: Span = ["08:00", "19:00"];

export function weekOf(hours: Partial<Record<Day, string[][]>>): Week {
  const day = (name: Day) =>
    (hours[name] ?? []).map(([from = "08:00", until = "19:00"]): Span => [from, until]);
  return Object.fromEntries(DAYS.map((name) => [name, day(name)])) as Week;
}

/** The same spans on the named days, the others closed. */
export function filled(spans: readonly Span[], days: readonly Day[]): Week {
  const copy = () => spans.map(([from, until]): Span => [from, until]);
  return Object.fromEntries(DAYS.map((name) => [name, days.includes(name) ? copy() : []])) as Week;
}

/** The hours of one day on every day that is open. */
export function copied(week: Week, from: Day): Week {
  return filled(
    week[from],
    DAYS.filter((day) => week[day].length > 0),
  );
}

/** A day that opens again: as the open day before it, or as most shops do. */
export function opened(week: Week, day: Day): Span[] {
  const at = DAYS.indexOf(day);
  const before = [...DAYS.slice(0, at).reverse(), ...DAYS.slice(at + 1)];
  const like = before.find((other) => week[other].length > 0);
  return (like ? week[like] : [USUAL]).map(([from, until]): Span => [from, until]);
}

/** One more span, after the last of the day where there is room. */
export function added(spans: readonly Span[]): Span[] {
  const last = spans.at(-1);
  if (!last) return [USUAL];
  const end = minutesOf(last[1]);
  // A full day is cut for lunch, which is why a second span is asked for.
  if (end >= 22 * 60) return [...spans.slice(0, -1), [last[0], "12:00"], ["14:00", last[1]]];
  const clock = (hour: number) => `${String(hour).padStart(2, "0")}:00`;
  const from = Math.min(Math.ceil(end / 60) + 1, 23);
  return [...spans, [clock(from), clock(Math.min(from + 3, 24))]];
}

export type Mistake = "order" | "overlap";

/** What is wrong with a day, if anything. */
export function mistakeOf(spans: readonly Span[]): Mistake | null {
  const minutes = spans.map(([from, until]) => [minutesOf(from), minutesOf(until)] as const);
  if (minutes.some(([from, until]) => from >= until)) return "order";
  const sorted = minutes.toSorted(([one], [other]) => one - other);
  return sorted.some(([from], index) => from < (sorted[index - 1]?.[1] ?? 0)) ? "overlap" : null;
}
