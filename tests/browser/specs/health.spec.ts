// The state of the number, asked of Meta on demand: what is mended by that, and what only the seller can.

import type { Page } from "@playwright/test";
import { expectNoFinding } from "../src/axe.ts";
import { changeAccount } from "../src/meta.ts";
import { pictures } from "../src/pictures.ts";
import { Seller } from "../src/seller.ts";
import { openScreen, signIn } from "../src/site.ts";
import { expect, test } from "../src/test.ts";

test("the check mends the subscription and tells of the card", async ({ page }, info) => {
  const seller = await Seller.connected();
  const picture = pictures(page, info);
  await signIn(page, seller);
  await openScreen(page, "Santé");
  await changeAccount(seller, { subscribed: false, cannot_be_charged: true });
  await picture("before");
  await check(page);
  await expect(page.getByText("C’est réparé : les messages de vos clients")).toContainText(
    "Meta ne peut pas débiter votre compte",
  );
  await expect(page.getByText("Un point demande votre attention.")).toBeVisible();
  await expect(point(page, "Réception des messages")).toContainText("En ordre");
  await expect(point(page, "Carte de paiement chez Meta")).toContainText("À régler");
  await picture("mended-and-unpaid");
  await expectNoFinding(page, "a card that does not work");

  await check(page);
  await expect(page.getByText("C’est réparé")).toHaveCount(0);
  await expect(page.getByText("Un point demande votre attention.")).toBeVisible();

  await changeAccount(seller, { cannot_be_charged: false });
  await check(page);
  await expect(page.getByText("Vérifié : rien n’était à réparer.")).toBeVisible();
  await expect(page.getByText("Tout va bien. Rien à faire.")).toBeVisible();
  await expect(point(page, "Carte de paiement chez Meta")).toContainText("En ordre");
  await picture("all-well");
  await expectNoFinding(page, "all is well");
});

async function check(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Vérifier maintenant" }).click();
  await expect(page.getByText("Vérification…")).toHaveCount(0);
}

function point(page: Page, title: string) {
  return page
    .getByRole("listitem")
    .filter({ has: page.getByRole("heading", { level: 2, name: title, exact: true }) });
}
