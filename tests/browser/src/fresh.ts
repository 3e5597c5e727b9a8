// What nobody else in this run has, so that tests run side by side.

import { randomInt } from "node:crypto";

export function freshDigits(count: number): string {
  return Array.from({ length: count }, () => randomInt(10)).join("");
}

/** An Ivorian mobile number of nobody's, with its country code and without `+`. */
export function freshWaId(): string {
  return `22507${freshDigits(8)}`;
}
