// The screens of the page, as `shell/routes.ts` of the dashboard lists them: a new one is looked at
// without a word here.

import { readFileSync } from "node:fs";
import { ROUTES_FILE } from "./machine.ts";

/** `/orders/:id?`, in the order in which the router tries them. */
export const patterns: readonly string[] = read();

function read(): string[] {
  const found = readFileSync(ROUTES_FILE, "utf8").matchAll(/^\s+path: "(\/[^"]*)",$/gmu);
  const paths = [...found].map(([, path]) => path ?? "");
  if (paths.length < 15) throw new Error(`${ROUTES_FILE} is not written as it is read here`);
  return paths;
}

/** The pattern of the screen that an address opens. */
export function patternOf(path: string): string | undefined {
  const given = path.split("/").filter(Boolean);
  return patterns.find((pattern) => {
    const wanted = pattern.split("/").filter(Boolean);
    const fits = (part: string, index: number) =>
      part.startsWith(":") ? part.endsWith("?") || given[index] !== undefined : part === given[index];
    return given.length <= wanted.length && wanted.every(fits);
  });
}

/** The addresses that need no id: those the search for the others begins with. */
export const startingPoints: readonly string[] = patterns
  .filter((pattern) => !/:\w+(?!\?)(?:\/|$)/u.test(pattern))
  .map((pattern) => pattern.replace(/\/:\w+\?$/u, ""));
