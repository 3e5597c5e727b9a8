// What was read on one device is read on all, while both look.

import type { Page } from "@playwright/test";
import { Phone } from "../src/phone.ts";
import { pictures } from "../src/pictures.ts";
import { Seller } from "../src/seller.ts";
import { backToList, messagesOf, rowOf, signIn } from "../src/site.ts";
import { expect, test } from "../src/test.ts";
import { Witness } from "../src/witness.ts";

const NAME = "Moussa Traoré";

test("what is read on one device is read on the other", async ({ page, browser }, info) => {
  const seller = await Seller.connected();
  const prospect = await Phone.named(seller.number, NAME);
  const context = await browser.newContext();
  const witness = new Witness(context);
  const other = await context.newPage();
  const picture = pictures(other, info);
  await Promise.all([signIn(page, seller), signIn(other, seller)]);

  await prospect.say("Bonjour");
  await prospect.say("C’est combien ?");
  for (const one of [page, other]) await expect(rowOf(one, NAME)).toContainText("2 messages non lus");
  await picture("two-unread");

  await rowOf(page, NAME).click();
  await expect(messagesOf(page).getByText("C’est combien ?")).toBeVisible();
  await nothingUnread(other);
  await picture("read-elsewhere");

  await backToList(page);
  await nothingUnread(page);
  await prospect.say("Vous êtes là ?");
  for (const one of [page, other]) await expect(rowOf(one, NAME)).toContainText("1 message non lu");
  await rowOf(other, NAME).click();
  await expect(messagesOf(other).getByText("Vous êtes là ?")).toBeVisible();
  await nothingUnread(page);

  // It is the API that knows, not this page.
  await page.reload();
  await expect(rowOf(page, NAME)).toBeVisible();
  await nothingUnread(page);
  witness.expectClean();
  await context.close();
});

async function nothingUnread(page: Page): Promise<void> {
  await expect(rowOf(page, NAME)).not.toContainText("non lu");
}
