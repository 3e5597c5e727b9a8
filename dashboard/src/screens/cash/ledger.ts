// The lines of a courier's cash ledger.

import type { Schemas } from "../../api/types";
import type { Movement } from "../../data/sales";

/** What a line adds to what the courier owes. */
export function signed({ kind, amount }: Movement): Schemas["SignedMoney"] {
  const adds = kind === "collected" || kind === "recalled";
  return { amount: adds ? amount.amount : -amount.amount, currency: amount.currency };
}

/** The numbers of the remittances that were taken back; a line is later than what it takes back. */
export function recalled(lines: readonly Movement[]): Set<number> {
  const numbers = new Set<number>();
  for (const { recalls } of lines) if (recalls != null) numbers.add(recalls);
  return numbers;
}

/** Only a remittance is taken back by hand, and only once. */
export function mayRecall(line: Movement, taken: ReadonlySet<number>): boolean {
  return line.kind === "remitted" && !taken.has(line.number);
}

/** A name for a file: letters, digits and hyphens. */
export function fileName(...parts: readonly string[]): string {
  const words = parts.map((part) =>
    part
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .replace(/[^\w]+/gu, "-")
      .replace(/^-+|-+$/gu, "")
      .toLowerCase(),
  );
  return `${words.filter(Boolean).join("-")}.csv`;
}
