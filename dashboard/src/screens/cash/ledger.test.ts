import { expect, test } from "vitest";
import type { Movement } from "../../data/sales";
import { fileName, mayRecall, recalled, signed } from "./ledger";

function line(number: number, kind: Movement["kind"], recalls: number | null = null): Movement {
  return {
    id: `cou_1/${number}`,
    number,
    at: "2026-11-28T09:00:00Z",
    kind,
    order: null,
    recalls,
    amount: { amount: 5_000, currency: "XOF" },
    owed_after: { amount: 0, currency: "XOF" },
  };
}

test("what a line does to the debt", () => {
  const kinds = ["collected", "recalled", "reversed", "remitted"] as const;
  expect(kinds.map((kind) => signed(line(1, kind)).amount)).toEqual([5_000, 5_000, -5_000, -5_000]);
});

test("a remittance is taken back once, other lines never", () => {
  const lines = [line(4, "recalled", 2), line(3, "remitted"), line(2, "remitted"), line(1, "collected")];
  const taken = recalled(lines);
  expect(lines.filter((one) => mayRecall(one, taken)).map(({ number }) => number)).toEqual([3]);
});

test("names of files", () => {
  expect(fileName("caisse", "Koffi N’Guessan Éloi", "2026-11-28")).toBe(
    "caisse-koffi-n-guessan-eloi-2026-11-28.csv",
  );
  expect(fileName("caisse", "", "")).toBe("caisse.csv");
});
