// axe on every screen, in both colours: nothing serious, nothing critical.

import type { Page } from "@playwright/test";
import { expectNoFinding } from "../src/axe.ts";
import { Phone } from "../src/phone.ts";
import { patternOf, patterns, startingPoints } from "../src/routes.ts";
import { accepted, confirmed, handedOver, pickedUp, recapitulated } from "../src/sale.ts";
import { Seller } from "../src/seller.ts";
import { isDrawn, openAddress, signIn } from "../src/site.ts";
import { stack } from "../src/stack.ts";
import { expect, test } from "../src/test.ts";
import { until } from "../src/waiting.ts";

// Of lists with many rows the first few are as good as all.
const PER_SCREEN = 8;

// Colours on their way from one to another have no contrast to speak of.
test.use({ contextOptions: { reducedMotion: "reduce" } });

test("every screen of a shop that has something to show", async ({ page }) => {
  await signIn(page, await busyShop());
  const visited = new Map<string, string>();
  const queue = [...startingPoints];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const pattern = patternOf(path);
    if (!pattern || visited.has(path)) continue;
    if ([...visited.values()].filter((one) => one === pattern).length >= PER_SCREEN) continue;
    visited.set(path, pattern);
    await openAddress(page, `#${path}`);
    await isDrawn(page);
    await expectNoFinding(page, path);
    queue.push(...(await linksOf(page)));
  }
  expect(
    patterns.filter((pattern) => ![...visited.values()].includes(pattern)),
    "no link leads to these screens: the shop above lacks what they show",
  ).toEqual([]);
});

test("the screens of signing in", async ({ page, witness }) => {
  witness.isRefused();
  await page.goto(stack.dashboard);
  await expectNoFinding(page, "sign-in");
  await page.getByLabel("Adresse e-mail").fill("personne@example.ci");
  await page.getByLabel("Mot de passe").fill("faux-mot-de-passe");
  await refuses(page, "NotAuthorizedException", async () => {
    await page.getByRole("button", { name: "Se connecter" }).click();
    await expect(page.getByText("Adresse e-mail ou mot de passe incorrect.")).toBeVisible();
  });
  await expectNoFinding(page, "sign-in, refused");
  await refuses(page, "UserNotConfirmedException", async () => {
    await page.getByRole("button", { name: "Se connecter" }).click();
    await expect(page.getByRole("heading", { name: "Confirmer mon adresse" })).toBeVisible();
  });
  await expectNoFinding(page, "confirmation");
  await page.getByRole("button", { name: "Se connecter" }).click();
  await page.getByRole("button", { name: "Mot de passe oublié ?" }).click();
  await expect(page.getByRole("heading", { name: "Nouveau mot de passe" })).toBeVisible();
  await expectNoFinding(page, "reset");
  await page.getByRole("button", { name: "Se connecter" }).click();
  await page.getByRole("button", { name: "Créer ma boutique" }).click();
  await expect(page.getByRole("heading", { name: "Créer ma boutique" })).toBeVisible();
  await expectNoFinding(page, "sign-up");
});

/** The paths that the page links to, without their filters. */
function linksOf(page: Page): Promise<string[]> {
  return page
    .locator("a[href^='#/']")
    .evaluateAll((links) =>
      links.map((link) => (link as HTMLAnchorElement).hash.slice(1).replace(/\?.*$/u, "")),
    );
}

/** Cognito says no for a reason that the emulator's pool does not know. */
async function refuses(page: Page, type: string, deed: () => Promise<void>): Promise<void> {
  await page.route(`${stack.aws_endpoint}/`, (route) =>
    route.fulfill({ status: 400, json: { __type: type, message: type } }),
  );
  await deed();
  await page.unroute(`${stack.aws_endpoint}/`);
}

/** An order that was delivered, one on its way, a conversation that waits for the seller, one that said STOP. */
async function busyShop(): Promise<Seller> {
  const [seller, courierPhone] = await Seller.withAShop();
  const courier = Phone.ofCourier(courierPhone);
  const buyer = await Phone.named(seller.number, "Moussa Traoré");
  await recapitulated(seller, buyer);
  await confirmed(buyer);
  const code = await accepted(courier, buyer);
  await pickedUp(courier, buyer);
  await handedOver(courier, buyer, code);
  const second = await Phone.named(seller.number, "Aïcha Diallo");
  await recapitulated(seller, second);
  await confirmed(second);

  const quiet = await Phone.named(seller.number, "Ibrahim");
  await quiet.say("STOP");
  const waiting = await Phone.named(seller.number, "Fanta");
  await waiting.say("Bonjour, il y a du 40 ?", "Air Max à 45 000 F");
  const threadOf = async (name: string) =>
    (await until(name, async () => (await seller.threads()).find(({ contact }) => contact.name === name))).id;
  await seller.ask(`/conversations/${await threadOf("Fanta")}/takeover`, { method: "POST" });
  await until("the take-over", async () => (await seller.threads()).find(({ owner }) => owner === "human"));
  await waiting.say("Vous êtes là ?");
  return seller;
}
