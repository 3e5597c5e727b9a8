import { expect, test } from "vitest";
import { byLine, COLUMNS, columnOf, lineAt, linesUnderTitles, template, textOf } from "./sheet";

test.each([
  ["", 0],
  ["nom;prix\n", 0],
  ["\u{feff}nom;prix\r\nRobe;5000\r\n\r\n  \r\nSac;7000", 2],
  ['nom;description\nRobe;"longue\nbleue"\nSac;"dit ""le grand"""\n', 2],
])("the lines under the titles of %j are %i", (text, count) => {
  expect(linesUnderTitles(text)).toBe(count);
});

test("a file of Windows is read with its accents, one in UTF-8 as it is", () => {
  expect(textOf(new TextEncoder().encode("Téléphone"))).toBe("Téléphone");
  expect(textOf(Uint8Array.from([0x54, 0xe9, 0x6c]))).toBe("Tél");
});

test("a model has a line of titles and examples with as many cells", () => {
  for (const kind of ["products", "zones", "couriers"] as const) {
    const lines = template(kind).slice(1).trimEnd().split("\r\n");
    const cells = lines.map((line) => line.replace(/"[^"]*"/gu, "x").split(";").length);
    expect(new Set(cells).size, kind).toBe(1);
    expect(lines.length).toBeGreaterThan(1);
    expect(cells[0]).toBeLessThanOrEqual(COLUMNS[kind].required.length + COLUMNS[kind].optional.length);
  }
});

test("what is wrong is gathered by line and named by its column", () => {
  const errors = [
    { line: 7, field: "price", message: "a" },
    { line: 3, field: "label", message: "b" },
    { line: 7, field: "stock", message: "c" },
  ];
  expect(byLine(errors).map(({ line, problems }) => [line, problems.length])).toEqual([
    [3, 1],
    [7, 2],
  ]);
  expect(["price.amount", "zones[2]", "variants[0].stock"].map(columnOf)).toEqual([
    "price",
    "zones",
    "stock",
  ]);
  expect(lineAt("nom;prix\r\nRobe;x\r\n", 2)).toBe("Robe;x");
});
