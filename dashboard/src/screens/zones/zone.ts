import { refusal } from "../shop/refusal";

/** What was typed between commas or on lines of their own, each once. */
export function communesOf(typed: string): string[] {
  const names = typed.split(/[,;\n]/u).map((name) => name.trim());
  return [...new Set(names.filter(Boolean))];
}

/** What is sent of a zone; a fee that is no amount stays here. */
export function zoneBody(
  form: { name: string; communes: string[]; fee: number | null },
  noAmount: string,
): { name: string; communes: string[]; fee: number } {
  if (form.fee === null || Number.isNaN(form.fee)) throw refusal("fee", noAmount);
  return { ...form, fee: form.fee };
}
