// A prospect who has been silent for a day: a template reaches them, and their answer opens the composer.

import { expectNoFinding } from "../src/axe.ts";
import { longSilent } from "../src/meta.ts";
import { pictures } from "../src/pictures.ts";
import { Seller } from "../src/seller.ts";
import { messagesOf, rowOf, signIn, write } from "../src/site.ts";
import { expect, test } from "../src/test.ts";

test("past the window a template opens the conversation again", async ({ page }, info) => {
  const seller = await Seller.connected();
  const picture = pictures(page, info);
  const prospect = await longSilent(seller, "Moussa Traoré", "Bonjour, vous avez du 42 ?");
  await signIn(page, seller);
  await rowOf(page, "Moussa Traoré").click();
  const closed = page.getByRole("region", { name: "WhatsApp ne permet plus de lui écrire librement" });
  const offered = closed.getByRole("article");
  await expect(offered).toContainText(`Bonjour, ici ${seller.shopName}. Nous revenons vers vous`);
  await expect(offered.getByText("Facturé comme message utilitaire")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Votre message" })).toHaveCount(0);
  await picture("template-offered");
  await expectNoFinding(page, "a template is offered");

  await offered.getByRole("button", { name: "Envoyer" }).click();
  const bubble = messagesOf(page).getByRole("article").filter({ hasText: "Nous revenons vers vous" });
  await expect(bubble).toHaveCount(1);
  await expect(page.getByText("Vous avez écrit à ce client en dernier")).toBeVisible();
  await expect(page.getByRole("region", { name: "Vous avez écrit à ce client en dernier" })).toBeFocused();
  await prospect.hears(`ici ${seller.shopName}`);
  await expect(bubble.getByText("Je suis là", { exact: true })).toBeVisible();
  await expect(bubble).toHaveCount(1);
  await expect(bubble.getByText("envoi en cours")).toHaveCount(0);
  await picture("template-sent");
  await page.getByRole("button", { name: "Envoyer un autre modèle" }).click();
  await expect(page.getByText("Facturé comme message utilitaire")).toBeVisible();
  await picture("another-template");
  await expectNoFinding(page, "another template is offered");

  await prospect.taps("Je suis là");
  await expect(page.getByRole("textbox", { name: "Votre message" })).toBeVisible();
  await expect(messagesOf(page).getByText("Je suis là", { exact: true })).toHaveCount(2);
  await picture("open-again");
  await write(page, "Merci, nous en avons une en 42.");
  await prospect.hears("nous en avons une en 42");
  await expect(messagesOf(page).getByText("nous en avons une en 42")).toBeVisible();
  const heard = await prospect.words();
  expect(heard.filter((text) => text.includes("Nous revenons vers vous"))).toHaveLength(1);
});
