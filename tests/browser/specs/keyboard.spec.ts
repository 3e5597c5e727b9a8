// A seller without a mouse: from the list to a sent message, and in and out of dialogs.

import type { Locator, Page } from "@playwright/test";
import { Phone } from "../src/phone.ts";
import { confirmed, recapitulated } from "../src/sale.ts";
import { Seller } from "../src/seller.ts";
import { isDrawn, messagesOf, openAddress, rowOf, signIn } from "../src/site.ts";
import { expect, test } from "../src/test.ts";
import { until } from "../src/waiting.ts";

test("a conversation is opened, answered and left by keyboard", async ({ page }) => {
  const seller = await Seller.connected();
  const prospect = await Phone.named(seller.number, "Moussa Traoré");
  await prospect.say("Bonjour");
  await signIn(page, seller);
  await tabTo(page, rowOf(page, "Moussa Traoré"));
  await page.keyboard.press("Enter");
  await expect(messagesOf(page).getByText("Bonjour", { exact: true })).toBeVisible();
  await tabTo(page, page.getByRole("textbox", { name: "Votre message" }));
  await page.keyboard.type("Je vérifie le stock.");
  await page.keyboard.press("Enter");
  await prospect.hears("Je vérifie le stock.");
  await expect(messagesOf(page).getByText("Je vérifie le stock.")).toBeVisible();
  // What is written next goes into the same field.
  await expect(page.getByRole("textbox", { name: "Votre message" })).toBeFocused();
});

test("a dialog takes the focus and gives it back", async ({ page }) => {
  const [seller] = await Seller.withAShop();
  const prospect = await Phone.named(seller.number, "Moussa Traoré");
  await recapitulated(seller, prospect);
  await confirmed(prospect);
  const order = await until("the order", async () => (await seller.orders())[0]);
  await signIn(page, seller);
  await openAddress(page, `#/orders/${order.id}`);
  await isDrawn(page);
  for (const [button, title] of [
    ["Modifier", "Modifier la commande"],
    ["Reporter", "Reporter la livraison"],
    ["Annuler la commande", `Annuler la commande ${order.reference} ?`],
  ] as const) {
    const opener = page.getByRole("button", { name: button });
    await tabTo(page, opener);
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: title });
    await expect(dialog).toBeVisible();
    await expect(dialog.locator(":focus")).toHaveCount(1);
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
    await expect(opener, `after « ${title} »`).toBeFocused();
  }
  // A question is answered with a button, too.
  await page.keyboard.press("Enter");
  const question = page.getByRole("dialog");
  await tabTo(page, question.getByRole("button", { name: "Non", exact: true }));
  await page.keyboard.press("Enter");
  await expect(question).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Annuler la commande" })).toBeFocused();
});

test("the account's menu is opened, walked through and closed by keyboard", async ({ page }) => {
  await signIn(page, await Seller.signedUp());
  const opener = page.getByRole("button", { name: "Boutique et compte" });
  await tabTo(page, opener);
  await page.keyboard.press("Enter");
  const entries = page.getByRole("menuitem");
  await expect(entries.first()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(entries.nth(1)).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toHaveCount(0);
  await expect(opener).toBeFocused();
});

/** Tab after Tab until `wanted` has the focus: within as many as a page has stops. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible();
  for (let stops = 0; stops < 80; stops += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`the keyboard does not reach ${String(wanted)}`);
}
