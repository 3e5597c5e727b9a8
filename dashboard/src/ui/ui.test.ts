import { expect, test } from "vitest";
import { runsOf } from "../screens/conversations/words";
import { amountOf } from "./amount";
import { offsetsOf, rowAt, windowOf } from "./virtual";

test.each([
  ["15 000", 15_000],
  ["15\u202f000 FCFA", 15_000],
  ["15.000 F", 15_000],
  ["0", 0],
  ["", null],
  ["12,5", Number.NaN],
  ["-5", Number.NaN],
  ["mille", Number.NaN],
])("the amount of %j is %j", (typed, amount) => {
  expect(amountOf(typed)).toBe(amount);
});

test("a window over rows of known and guessed heights", () => {
  const keys = Array.from({ length: 5000 }, (_, index) => String(index));
  const offsets = offsetsOf(keys, new Map([["0", 100]]), 50);
  expect(offsets[5000]).toBe(100 + 4999 * 50);
  expect([rowAt(offsets, 0), rowAt(offsets, 99), rowAt(offsets, 100), rowAt(offsets, 1e9)]).toEqual([
    0, 0, 1, 4999,
  ]);
  expect(windowOf(offsets, 100, 500, 2)).toEqual([0, 14]);
  expect(windowOf(offsets, 1e9, 500, 2)).toEqual([4997, 5000]);
  expect(windowOf(offsetsOf([], new Map(), 50), 0, 500, 2)).toEqual([0, 0]);
});

test("WhatsApp's marks become runs, and nothing becomes markup", () => {
  const amount = "Total : 1 046 500 FCFA, 2 500 F, 42 Femmes, le 12 4500";
  const together = "Total : 1\u00a0046\u00a0500\u00a0FCFA, 2\u00a0500\u00a0F, 42 Femmes, le 12 4500";
  expect(runsOf(amount)).toEqual([{ tag: null, text: together, runs: [] }]);
  expect(runsOf("a *b _c_* <b>d</b> 2*3*4")).toEqual([
    { tag: null, text: "a ", runs: [] },
    {
      tag: "strong",
      text: "b _c_",
      runs: [
        { tag: null, text: "b ", runs: [] },
        { tag: "em", text: "c", runs: [{ tag: null, text: "c", runs: [] }] },
      ],
    },
    { tag: null, text: " <b>d</b> 2*3*4", runs: [] },
  ]);
});
