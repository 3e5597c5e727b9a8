/** Whole francs of what was typed ("15 000", "15.000 F"): a number, null for nothing, NaN for no amount. */
export function amountOf(typed: string): number | null {
  const digits = typed.replace(/[\s\u202f\u00a0.]/gu, "").replace(/(?:fcfa|cfa|f)$/iu, "");
  if (digits === "") return null;
  return /^\d{1,10}$/u.test(digits) ? Number(digits) : Number.NaN;
}
