// Moving about in the page as a seller does.

import { expect, type Locator, type Page } from "@playwright/test";
import { PASSWORD, type Seller } from "./seller.ts";
import { stack } from "./stack.ts";

/** Opens the page and signs in; the first screen is there afterwards. */
export async function signIn(page: Page, seller: Seller): Promise<void> {
  await page.goto(stack.dashboard);
  await page.getByLabel("Adresse e-mail").fill(seller.email);
  await page.getByLabel("Mot de passe").fill(PASSWORD);
  await page.getByRole("button", { name: "Se connecter" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Conversations" })).toBeVisible();
}

/** Opens a screen by the navigation; a phone has the rarer ones under « Boutique ». */
export async function openScreen(page: Page, name: string): Promise<void> {
  const sections = page.getByRole("navigation", { name: "Rubriques" });
  const direct = sections.getByRole("link", { name });
  if (!(await direct.isVisible())) {
    await sections.getByRole("link", { name: "Boutique" }).click();
    await page
      .getByRole("main")
      .getByRole("link", { name: new RegExp(`^${name}`, "u") })
      .click();
  } else await direct.click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

/** Opens a place by its address, as a bookmark does, in the page that is open. */
export async function openAddress(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => location.assign(to), hash);
}

/** Waits until a screen shows what it has: nothing of it is still being read. */
export async function isDrawn(page: Page): Promise<void> {
  await expect(page.getByText("Chargement…")).toHaveCount(0);
  await expect(page.locator("main")).not.toBeEmpty();
}

/** The row of a conversation in the list. */
export function rowOf(page: Page, name: string | RegExp): Locator {
  return page.getByRole("region", { name: "Conversations" }).getByRole("link", { name });
}

/** Leaves an open conversation; where the list stands beside it there is nothing to leave. */
export async function backToList(page: Page): Promise<void> {
  const back = page.getByRole("link", { name: "Toutes les conversations" });
  if (await back.isVisible()) await back.click();
}

export function messagesOf(page: Page): Locator {
  return page.getByRole("region", { name: "Messages" });
}

/** Writes into the open conversation and sends. */
export async function write(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: "Votre message" }).fill(text);
  await page.getByRole("button", { name: "Envoyer" }).click();
}

/** The texts of all rows of a list, first to last, also of those that are drawn only when scrolled to. */
export async function everyRow(list: Locator): Promise<string[]> {
  const rows = await list.evaluate(async (viewport) => {
    const found = new Map<number, string>();
    const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    viewport.scrollTop = 0;
    for (;;) {
      await drawn();
      for (const row of viewport.querySelectorAll<HTMLElement>("li[aria-posinset]"))
        found.set(Number(row.ariaPosInSet), row.innerText);
      const isEnd = viewport.scrollTop + viewport.clientHeight >= viewport.scrollHeight - 1;
      if (isEnd) return [...found];
      viewport.scrollTop += viewport.clientHeight / 2;
    }
  });
  return rows.sort(([one], [other]) => one - other).map(([, text]) => text);
}
