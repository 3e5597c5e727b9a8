// axe on what a page shows, in both colours: nothing serious, nothing critical.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
const SCHEMES = ["light", "dark"] as const;

export async function expectNoFinding(page: Page, place: string): Promise<void> {
  for (const colorScheme of SCHEMES) {
    // Colours on their way from one to another have no contrast to speak of.
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const axe = new AxeBuilder({ page }).setLegacyMode();
    // The colours are all that is different in the dark.
    const { violations } = await (
      colorScheme === "light" ? axe.withTags(RULES) : axe.withRules("color-contrast")
    ).analyze();
    const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    const told = grave.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary ?? ""}`),
    );
    expect.soft(told, `${place}, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null });
}
