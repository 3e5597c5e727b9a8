// Sheets as the API takes them: CSV with a line of titles. What is in a cell is the API's to judge.

export type Kind = "products" | "zones" | "couriers";

export const LINES_MAX = 500;
export const BYTES_MAX = 1024 * 1024;

/** The columns of each kind, by the API's names; those that must be there come first. */
export const COLUMNS = {
  products: {
    required: ["name", "price"],
    optional: ["floor_price", "description", "label", "size", "colour", "stock", "on_sale", "retailer_id"],
  },
  zones: { required: ["name", "fee"], optional: ["communes"] },
  couriers: {
    required: ["name", "phone"],
    optional: ["zones", "available", "tier", "channels", "hours"],
  },
} as const;

const TEMPLATES: Record<Kind, readonly (readonly string[])[]> = {
  products: [
    ["Nom", "Prix", "Dernier prix", "Description", "Taille", "Couleur", "Stock", "En vente"],
    ["Robe wax Akissi", "22 000", "20 000", "Robe longue en pagne wax", "M", "Bleu", "4", "oui"],
    ["Robe wax Akissi", "22 000", "20 000", "Robe longue en pagne wax", "L", "Bleu", "2", "oui"],
    ["Sac cuir Adjamé", "18 500", "", "Sac à main en cuir", "", "", "6", "oui"],
  ],
  zones: [
    ["Nom", "Frais", "Quartiers"],
    ["Cocody", "1 500", "Angré, Riviera, Deux Plateaux"],
    ["Yopougon", "2 000", "Siporex, Niangon"],
  ],
  couriers: [
    ["Nom", "Téléphone", "Zones", "Disponible", "Type", "Contact", "Horaires"],
    [
      "Moussa Traoré",
      "07 01 02 03 04",
      "Cocody, Yopougon",
      "oui",
      "propre",
      "whatsapp, appel, sms",
      "07:00-19:00",
    ],
  ],
};

/** A model to fill, as Excel in French opens it: a byte order mark, and semicolons. */
export function template(kind: Kind): string {
  const lines = TEMPLATES[kind].map((cells) => cells.map(quoted).join(";"));
  return `\u{feff}${lines.join("\r\n")}\r\n`;
}

function quoted(cell: string): string {
  return /[";\n]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** How many filled lines stand under the titles; a cell in quotes may have several lines. */
export function linesUnderTitles(text: string): number {
  let count = 0;
  let isFilled = false;
  let isQuoted = false;
  for (const character of `${text}\n`) {
    if (character === '"') isQuoted = !isQuoted;
    if (character === "\n" && !isQuoted) {
      if (isFilled) count += 1;
      isFilled = false;
    } else if (!/[\s\u{feff}]/u.test(character)) isFilled = true;
  }
  return Math.max(0, count - 1);
}

/** The text of a file: UTF-8, or else the one-byte accents of Windows. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** A line as it stands in the sheet, counted from 1. */
export function lineAt(text: string, line: number): string {
  return (text.split("\n")[line - 1] ?? "").trim();
}

export interface LineProblem {
  readonly line: number;
  readonly field: string;
  readonly message: string;
}

/** What is wrong, line by line. */
export function byLine(errors: readonly LineProblem[]): { line: number; problems: readonly LineProblem[] }[] {
  const lines = new Map<number, LineProblem[]>();
  for (const error of errors) lines.set(error.line, [...(lines.get(error.line) ?? []), error]);
  return [...lines].sort(([one], [other]) => one - other).map(([line, problems]) => ({ line, problems }));
}

/** "variants[0].price.amount" is the column « price ». */
export function columnOf(field: string): string {
  const parts = field.replace(/\[\d+\]/gu, "").split(".");
  return parts.filter((part) => part !== "amount" && part !== "currency").at(-1) ?? field;
}
