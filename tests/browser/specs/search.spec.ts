// Conversations are found by what a seller remembers of them, and by what they are waiting for.

import type { Page } from "@playwright/test";
import { expectNoFinding } from "../src/axe.ts";
import { script } from "../src/model.ts";
import { Phone } from "../src/phone.ts";
import { pictures } from "../src/pictures.ts";
import { Seller } from "../src/seller.ts";
import { backToList, messagesOf, rowOf, signIn, write } from "../src/site.ts";
import { expect, test } from "../src/test.ts";

const PEOPLE = { "Moussa Traoré": "pointure 42", "Aïcha Diallo": "sac bleu", "Fanta Keïta": "Yopougon" };
const NAMES = Object.keys(PEOPLE);

test("a conversation is found by its name, its number and its words", async ({ page, witness }, info) => {
  const seller = await Seller.connected();
  const picture = pictures(page, info);
  const phones = new Map<string, string>();
  for (const [name, words] of Object.entries(PEOPLE)) {
    const prospect = await Phone.named(seller.number, name);
    // What the thread says last is what is looked through.
    await script(seller, [{ text: `Bien noté : ${words}.` }]);
    await prospect.say("Bonjour");
    await prospect.hears(words);
    phones.set(name, prospect.waId);
  }
  await signIn(page, seller);
  for (const [name, words] of Object.entries(PEOPLE)) {
    // As it is said aloud: two by two, without the country.
    const digits = phones.get(name)?.slice(3).replace(/(..)/gu, "$1 ").trim() ?? "";
    for (const typed of [name.toLowerCase(), words, digits]) {
      await search(page).fill(typed);
      await onlyShows(page, [name]);
      await expect(page.getByText("Toutes les conversations ont été parcourues.")).toBeVisible();
    }
  }
  expect(witness.asked.some((asked) => /^GET \/conversations\?.*\bq=sac/u.test(asked))).toBe(true);
  await picture("found");
  await expectNoFinding(page, "found by words");

  await search(page).fill("z");
  await expect(page.getByText("Continuez à écrire")).toBeVisible();
  await search(page).fill("zzzzzz");
  await expect(page.getByText("Aucune conversation ne correspond")).toBeVisible();
  await picture("not-found");
  await page.getByRole("button", { name: "Tout afficher" }).click();
  await onlyShows(page, NAMES);
});

test("who asked for a human is to be answered, whatever was read", async ({ page }, info) => {
  const seller = await Seller.connected();
  const picture = pictures(page, info);
  const patient = await Phone.named(seller.number, "Aïcha Diallo");
  await patient.say("Bonjour");
  // What is scripted next is for the other one.
  await patient.hears("");
  await script(seller, [{ call: { name: "hand_over_to_human", args: { reason: "asked" } } }]);
  const prospect = await Phone.named(seller.number, "Moussa Traoré");
  await signIn(page, seller);
  await filter(page, "À répondre").click();
  await prospect.say("Je veux parler à une personne de la boutique");
  await onlyShows(page, ["Moussa Traoré"]);
  await picture("waits");

  await rowOf(page, "Moussa Traoré").click();
  await expect(messagesOf(page).getByText("Je veux parler")).toBeVisible();
  await backToList(page);
  await expect(rowOf(page, "Moussa Traoré")).not.toContainText("non lu");
  await expect(rowOf(page, "Moussa Traoré")).toContainText("À répondre");
  await picture("read-and-still-waits");
  await expectNoFinding(page, "to be answered");
  // The API says the same to a page that knows nothing yet.
  await page.reload();
  await onlyShows(page, ["Moussa Traoré"]);

  await rowOf(page, "Moussa Traoré").click();
  await write(page, "Bonjour, ici Awa.");
  await prospect.hears("ici Awa");
  await backToList(page);
  await onlyShows(page, []);
});

test("a reminder shows before it leaves and afterwards", async ({ page }, info) => {
  const [seller] = await Seller.withAShop();
  const picture = pictures(page, info);
  const { items } = await seller.ask<{ items: { id: string }[] }>("/products");
  await signIn(page, seller);
  const other = await Phone.named(seller.number, "Aïcha Diallo");
  await other.say("Bonjour");
  await expect(rowOf(page, "Aïcha Diallo")).toBeVisible();
  await other.hears("");
  await filter(page, "Relances").click();
  await onlyShows(page, []);
  await script(seller, [
    {
      call: { name: "update_cart", args: { product_id: items[0]?.id, variant: "42", quantity: 1 } },
    },
    { text: "C’est dans votre panier. Où livrer ?" },
  ]);
  const prospect = await Phone.named(seller.number, "Moussa Traoré");
  await prospect.say("Je prends les Air Max en 42");
  await rowOf(page, "Moussa Traoré").click();
  await expect(page.getByText(/^Relance prévue : /u)).toBeVisible();
  await picture("reminder-planned");
  await expectNoFinding(page, "a planned reminder");
  await prospect.hears("vous attend toujours");
  await expect(page.getByText(/^Relance envoyée : /u)).toBeVisible();
  await expect(messagesOf(page).getByText("vous attend toujours")).toBeVisible();
  await picture("reminder-sent");
  await backToList(page);
  await onlyShows(page, ["Moussa Traoré"]);
});

function search(page: Page) {
  return page.getByRole("searchbox", { name: "Chercher une conversation" });
}

function filter(page: Page, name: string) {
  return page.getByRole("group", { name: "Filtrer les conversations" }).getByRole("button", { name });
}

/** These rows and no others. */
async function onlyShows(page: Page, names: readonly string[]): Promise<void> {
  for (const name of names) await expect(rowOf(page, name)).toBeVisible();
  await expect(page.getByRole("main").locator("a[href^='#/conversations/cnv_']")).toHaveCount(names.length);
}
