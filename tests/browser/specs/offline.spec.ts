// The page without a network: it opens, and shows what it showed last, and how old that is.

import { Phone } from "../src/phone.ts";
import { Seller } from "../src/seller.ts";
import { isDrawn, messagesOf, rowOf, signIn } from "../src/site.ts";
import { cuttable as test, expect } from "../src/test.ts";
import { until } from "../src/waiting.ts";

test("opens without a network, with the last known conversations", async ({
  page,
  context,
  network,
  witness,
}) => {
  const seller = await Seller.connected();
  for (const name of ["Moussa Traoré", "Aïcha Diallo"]) {
    const prospect = await Phone.named(seller.number, name);
    await prospect.say(`Bonjour, c’est ${name}`);
  }
  await until("both threads", async () => ((await seller.threads()).length === 2 ? true : null));
  await signIn(page, seller);
  await rowOf(page, "Moussa Traoré").click();
  await expect(messagesOf(page).getByText("Bonjour, c’est Moussa Traoré")).toBeVisible();
  await isDrawn(page);
  await page.getByRole("link", { name: "Toutes les conversations" }).click();
  await expect(rowOf(page, "Aïcha Diallo")).toBeVisible();
  await page.evaluate(async () => (await navigator.serviceWorker.ready).active);

  witness.losesNetwork();
  network.become("gone");
  await context.setOffline(true);
  await page.reload();
  await expect(
    page.getByText(/^Hors connexion\. Dernière mise à jour : aujourd’hui\s\d\d:\d\d\.$/u),
  ).toBeVisible();
  await expect(rowOf(page, "Aïcha Diallo")).toBeVisible();
  await rowOf(page, "Moussa Traoré").click();
  await expect(messagesOf(page).getByText("Bonjour, c’est Moussa Traoré")).toBeVisible();

  // Back again: the line goes, and what came meanwhile is there.
  await (await Phone.named(seller.number, "Fanta")).say("Je suis nouvelle");
  await context.setOffline(false);
  network.restore();
  await page.getByRole("link", { name: "Toutes les conversations" }).click();
  await expect(rowOf(page, "Fanta")).toBeVisible();
  await expect(page.getByText("Hors connexion", { exact: false })).toHaveCount(0);
});
