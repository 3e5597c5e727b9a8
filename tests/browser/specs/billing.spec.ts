// What Meta bills, where it is written and where it is counted.

import type { Page } from "@playwright/test";
import { expectNoFinding } from "../src/axe.ts";
import { script } from "../src/model.ts";
import { Phone } from "../src/phone.ts";
import { pictures } from "../src/pictures.ts";
import { Seller } from "../src/seller.ts";
import { backToList, openScreen, rowOf, signIn, write } from "../src/site.ts";
import { expect, test } from "../src/test.ts";

test("an answer of the AI and one of the seller are counted as Meta bills them", async ({ page }, info) => {
  const seller = await Seller.connected();
  const picture = pictures(page, info);
  await script(seller, [{ text: "Bonjour et bienvenue !" }]);
  const prospect = await Phone.named(seller.number, "Moussa Traoré");
  await signIn(page, seller);
  await prospect.say("Bonjour");
  await prospect.hears("bienvenue");
  await rowOf(page, "Moussa Traoré").click();
  await expect(page.getByText(/^Réponse gratuite jusqu’à /u)).toBeVisible();
  await expect(page.getByText("Encore 999 réponses offertes par Meta ce mois-ci.")).toBeVisible();
  await write(page, "Oui, Awa à votre écoute.");
  await prospect.hears("Awa à votre écoute");
  await expect(page.getByText("Encore 998 réponses offertes par Meta ce mois-ci.")).toBeVisible();
  await picture("free-answers-left");
  await expectNoFinding(page, "a composer with free answers left");

  // After an ad Meta bills nothing for three days, and the month's answers are not spent.
  await backToList(page);
  const lured = await Phone.named(seller.number, "Aïcha Diallo");
  await lured.say("Bonjour, la promo ?", "Air Max à 45 000 F");
  await lured.hears("");
  await rowOf(page, "Aïcha Diallo").click();
  await expect(page.getByText(/^Réponse gratuite \(pub\), jusqu’à /u)).toBeVisible();
  await expect(page.getByText("réponses offertes par Meta")).toHaveCount(0);
  await picture("free-after-an-ad");

  await backToList(page);
  await openScreen(page, "Statistiques");
  await expect(page.getByRole("heading", { name: "Messages facturés par Meta" })).toBeVisible();
  await expect(meter(page, "Réponses (service)")).toHaveText("2");
  await expect(meter(page, "Gratuits, après une pub")).toHaveText("1");
  await expect(meter(page, "Marketing")).toHaveText("0");
  await page.getByRole("heading", { name: "Messages facturés par Meta" }).scrollIntoViewIfNeeded();
  await picture("billed");
  await expectNoFinding(page, "what is billed");
});

function meter(page: Page, label: string) {
  return page.getByRole("listitem").filter({ hasText: label }).locator("strong");
}
