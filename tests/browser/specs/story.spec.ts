// The main job, as a seller sees it: from the sign-up to the delivered order in the statistics. The
// pictures of every stage are looked at by people: `src/pictures.ts`.

import type { Page } from "@playwright/test";
import { freshWaId } from "../src/fresh.ts";
import { script } from "../src/model.ts";
import { Phone } from "../src/phone.ts";
import { accepted, confirmed, handedOver, pickedUp, recapitulated } from "../src/sale.ts";
import { pictures } from "../src/pictures.ts";
import { PASSWORD, Seller } from "../src/seller.ts";
import { isDrawn, messagesOf, openScreen, rowOf, write } from "../src/site.ts";
import { stack } from "../src/stack.ts";
import { expect, test } from "../src/test.ts";

const WRITTEN = "Bonjour Moussa, ici Awa. Je regarde le stock et je vous réponds.";

test("a seller signs up, sells by WhatsApp and reads it in the statistics", async ({
  page,
  witness,
}, info) => {
  const seller = new Seller();
  const courier = Phone.ofCourier(freshWaId());
  const picture = pictures(page, info);

  await test.step("signs up", async () => {
    await page.goto(stack.dashboard);
    await expect(page.getByRole("heading", { name: "Se connecter" })).toBeVisible();
    await picture("sign-in");
    await page.getByRole("button", { name: "Créer ma boutique" }).click();
    await page.getByLabel("Prénom").fill("Awa");
    await page.getByLabel("Nom", { exact: true }).fill("Koné");
    await page.getByLabel("Pays").selectOption({ label: "Côte d’Ivoire (+225)" });
    await page.getByLabel("Numéro WhatsApp").fill(seller.phone.replace(/^225/u, ""));
    await page.getByLabel("Adresse e-mail").fill(seller.email);
    await page.getByLabel("Mot de passe").fill(PASSWORD);
    await page.getByLabel("Nom de la boutique").fill(seller.shopName);
    await picture("sign-up");
    await page.getByRole("button", { name: "Créer ma boutique" }).click();
    await expect(page.getByRole("heading", { name: "Pour commencer" })).toBeVisible();
    await isDrawn(page);
    await picture("first-steps");
  });

  await test.step("connects WhatsApp", async () => {
    await page.getByRole("link", { name: "Connecter votre WhatsApp" }).click();
    await expect(page.getByText("Étapes faites : 1 sur 6")).toBeVisible();
    await picture("connection");
    await page.getByRole("button", { name: "Connecter mon WhatsApp Business" }).click();
    await page.getByLabel("Nom de l’entreprise").fill(seller.shopName);
    await picture("meta-dialog");
    await page.getByRole("button", { name: "Continuer" }).click();
    await page.getByRole("link", { name: "Ouvrir le tableau de bord" }).click();
    await expect(page.getByText("WhatsApp est connecté")).toBeVisible();
    await picture("connected");
    await seller.signIn();
    await seller.learnNumber();
  });

  await test.step("fills the shop", async () => {
    await openScreen(page, "Catalogue");
    await page.getByRole("link", { name: "Ajouter" }).click();
    await page.getByLabel("Nom de l’article").fill("Air Max");
    await page.getByLabel("Prix", { exact: true }).fill("45000");
    await page.getByLabel("Description").fill("Baskets légères, semelle à bulle d’air");
    await page.getByLabel("Ajouter des tailles ou des couleurs").fill("42, 43");
    await page
      .getByRole("group", { name: "Tailles, couleurs" })
      .getByRole("button", { name: "Ajouter" })
      .click();
    for (const nth of [1, 2])
      await page
        .getByRole("group", { name: `Variante ${nth}` })
        .getByLabel("Stock")
        .fill("5");
    await picture("product");
    await page.getByRole("button", { name: "Enregistrer" }).click();
    await expect(page.getByRole("link", { name: "Air Max" })).toBeVisible();
    await picture("catalogue");
    await openScreen(page, "Zones et tarifs");
    await page.getByRole("link", { name: "Ajouter" }).click();
    await page.getByLabel("Nom de la zone").fill("Cocody");
    await page.getByLabel("Communes et quartiers compris").fill("Angré, Riviera, Deux Plateaux");
    await page.getByLabel("Frais de livraison").fill("1500");
    await page.getByRole("button", { name: "Enregistrer" }).click();
    await expect(page.getByRole("link", { name: "Cocody" })).toBeVisible();
    await picture("zones");
    await openScreen(page, "Livreurs");
    await page.getByRole("link", { name: "Ajouter" }).click();
    await page.getByLabel("Nom", { exact: true }).fill("Blaise");
    await page.getByLabel("Téléphone", { exact: true }).fill(courier.waId.replace(/^225/u, ""));
    await picture("courier");
    await page.getByRole("button", { name: "Enregistrer" }).click();
    await expect(page.getByRole("link", { name: /^Blaise/u })).toBeVisible();
    await picture("couriers");
  });

  const prospect = await Phone.named(seller.number, "Moussa Traoré");
  const thread = messagesOf(page);
  await test.step("sees a prospect write, without a reload", async () => {
    await openScreen(page, "Conversations");
    await expect(page.getByText("Faire un essai")).toBeVisible();
    await expect(page.getByText("(fait)")).toHaveCount(4);
    await picture("ready");
    await neverReloads(page);
    await script(seller, [
      { text: "Bonjour et bienvenue ! Les *Air Max* sont à 45 000 FCFA. Quelle pointure ?" },
    ]);
    await prospect.say("Bonjour, les Air Max de la pub sont encore là ?", "Air Max à 45 000 F");
    await expect(rowOf(page, "Moussa Traoré")).toBeVisible();
    await prospect.hears("Quelle pointure ?");
    await expect(rowOf(page, "Moussa Traoré")).toContainText("Quelle pointure ?");
    await picture("conversation-arrives");
    await rowOf(page, "Moussa Traoré").click();
    await expect(thread.getByText("encore là ?")).toBeVisible();
    await expect(thread.getByText("Quelle pointure ?")).toBeVisible();
    await picture("ai-answered");
  });

  await test.step("takes over, writes, gives back", async () => {
    await page.getByRole("button", { name: "Prendre la main" }).first().click();
    await expect(page.getByText("Vous répondez", { exact: true })).toBeVisible();
    await write(page, WRITTEN);
    await prospect.hears(WRITTEN);
    await expect(thread.getByText(WRITTEN)).toBeVisible();
    await expect(thread.getByText("en attente d’envoi")).toHaveCount(0);
    await expect(thread.getByText("envoi en cours")).toHaveCount(0);
    await picture("taken-over");
    await page.getByRole("button", { name: "Rendre à l’IA" }).click();
    await expect(page.getByText("L’IA répond", { exact: true })).toBeVisible();
    await picture("given-back");
  });

  await test.step("sees the order come", async () => {
    await recapitulated(seller, prospect);
    await expect(thread.getByText("Vous confirmez ?")).toBeVisible();
    await picture("recap");
    await confirmed(prospect);
    await expect(thread.getByText(/^Commande /u)).toBeVisible();
    await picture("ordered");
    await thread.getByRole("link", { name: "Voir la commande" }).click();
    const order = page.getByRole("region", { name: "Détail de la commande" });
    await expect(order.getByText("En attente", { exact: true })).toBeVisible();
    await picture("order-pending");
    const code = await accepted(courier, prospect);
    await expect(order.getByText("Confirmée", { exact: true })).toBeVisible();
    await picture("order-confirmed");
    await pickedUp(courier, prospect);
    await handedOver(courier, prospect, code);
    await expect(order.getByText("Livrée", { exact: true })).toBeVisible();
    await expect(order.getByText("encaissés par le livreur")).toBeVisible();
    await expect(order.getByRole("button", { name: "Ouvrir le reçu" })).toBeVisible();
    await picture("order-delivered");
  });

  await test.step("reads it in the statistics", async () => {
    if (info.project.name === "phone") await page.getByRole("link", { name: "Toutes les commandes" }).click();
    await picture("orders");
    await openScreen(page, "Statistiques");
    const sales = page.getByRole("main");
    await expect(sales.getByText(/46\s500/u).first()).toBeVisible();
    await expect(sales.getByText("1 pièce")).toBeVisible();
    await picture("statistics");
  });

  expect((await prospect.words()).filter((text) => text === WRITTEN)).toHaveLength(1);
  await expect(page.evaluate(() => "neverReloaded" in window)).resolves.toBe(true);
  expect(witness.sockets).toBeGreaterThan(0);
});

/** Marks the page: the mark is gone when it was loaded anew. */
async function neverReloads(page: Page): Promise<void> {
  await page.evaluate(() => Object.assign(window, { neverReloaded: true }));
}
