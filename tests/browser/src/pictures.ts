// What a test saw, for people to look at: `<state>/screenshots/<project>/<spec>`.

import { basename, join } from "node:path";
import type { Page, TestInfo } from "@playwright/test";
import { STATE } from "./machine.ts";

/** Takes a numbered picture of the page as it stands. */
export type Picture = (name: string) => Promise<void>;

export function pictures(page: Page, { file, project }: TestInfo): Picture {
  const folder = join(STATE, "screenshots", project.name, basename(file, ".spec.ts"));
  let count = 0;
  return async (name) => {
    count += 1;
    await page.screenshot({ path: join(folder, `${String(count).padStart(2, "0")}-${name}.png`) });
  };
}
