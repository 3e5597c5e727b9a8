import { expect, test } from "vitest";
import { clockChoices, clockOf, minutesOf } from "../../ui/clock";
import { added, copied, DAYS, filled, mistakeOf, opened, type Span, weekOf } from "./hours";

test("clocks are minutes of the day and back, midnight at its end included", () => {
  expect([minutesOf("08:30"), minutesOf("24:00"), clockOf(510), clockOf(1440)]).toEqual([
    510,
    1440,
    "08:30",
    "24:00",
  ]);
  expect(clockChoices("08:00")).toHaveLength(49);
  expect(clockChoices("08:15").slice(16, 19)).toEqual(["08:00", "08:15", "08:30"]);
});

test("days that are not named are closed", () => {
  const week = weekOf({ mon: [["08:00", "12:00"]] });
  expect(DAYS.map((day) => week[day].length)).toEqual([1, 0, 0, 0, 0, 0, 0]);
});

test("the hours of a day are copied to the days that are open, as spans of their own", () => {
  const week = { ...filled([["09:00", "17:00"]], ["mon", "sat"]), mon: [["08:00", "12:00"]] as Span[] };
  const next = copied(week, "mon");
  expect([next.sat, next.sun]).toEqual([[["08:00", "12:00"]], []]);
  expect(next.sat[0]).not.toBe(week.mon[0]);
});

test("a day opens as the open day before it, as the one after it, or as most shops do", () => {
  const week = filled([["09:00", "17:00"]], ["tue"]);
  expect(opened(week, "wed")).toEqual([["09:00", "17:00"]]);
  expect(opened(week, "mon")).toEqual([["09:00", "17:00"]]);
  expect(opened(filled([], []), "mon")).toEqual([["08:00", "19:00"]]);
});

test("one more span stands after the others, or cuts a full day for lunch; none of them is wrong", () => {
  expect(added([["08:00", "12:00"]])).toEqual([
    ["08:00", "12:00"],
    ["13:00", "16:00"],
  ]);
  expect(added([["00:00", "24:00"]])).toEqual([
    ["00:00", "12:00"],
    ["14:00", "24:00"],
  ]);
  expect(mistakeOf(added([["08:00", "21:30"]]))).toBeNull();
});

test.each<[Span[], string | null]>([
  [[["08:00", "08:00"]], "order"],
  [[["20:00", "24:00"]], null],
  [
    [
      ["14:00", "19:00"],
      ["08:00", "14:30"],
    ],
    "overlap",
  ],
  [
    [
      ["14:00", "19:00"],
      ["08:00", "14:00"],
    ],
    null,
  ],
])("the mistake of %j is %s", (spans, mistake) => {
  expect(mistakeOf(spans)).toBe(mistake);
});
