// What rings with the page closed: allowed in the page, told once, shown once, and over at the sign-out.

import { expectNoFinding } from "../src/axe.ts";
import { script } from "../src/model.ts";
import { Phone } from "../src/phone.ts";
import { pictures } from "../src/pictures.ts";
import { deliveryTo, notifications, PushDevice, wipe } from "../src/push.ts";
import { Seller } from "../src/seller.ts";
import { backToList, messagesOf, openScreen, rowOf, signIn } from "../src/site.ts";
import { expect, test } from "../src/test.ts";

test("a device rings once for who waits, until its seller signs out", async ({
  page,
  context,
  witness,
}, info) => {
  const seller = await Seller.connected();
  const picture = pictures(page, info);
  const device = await PushDevice.subscribed(seller);
  await device.becomesThatOf(context);
  await signIn(page, seller);
  await handedOver(seller, "Aïcha Diallo");
  const offer = page.getByRole("complementary", { name: "Notifications sur cet appareil" });
  await expect(offer).toBeVisible();
  await picture("offered");
  await expectNoFinding(page, "alerts are offered");
  const registered = page.waitForResponse((answer) => answer.url().endsWith(device.path) && answer.ok());
  await offer.getByRole("button", { name: "Activer" }).click();
  await registered;
  await expect(offer).toHaveCount(0);

  await handedOver(seller, "Moussa Traoré");
  const [told, ...more] = await device.hears();
  const thread = (await seller.threads()).find(({ contact }) => contact.name === "Moussa Traoré");
  const hash = `#/conversations/${thread?.id ?? ""}`;
  const notice = {
    title: "Moussa Traoré vous attend",
    body: "L’IA vous passe la main.",
    hash,
    lang: "fr",
  };
  expect([told, ...more]).toEqual([notice]);
  const shown = [{ title: notice.title, body: notice.body, tag: hash }];
  // The open page tells of it as well.
  await expect.poll(() => notifications(page), { timeout: 60_000 }).toEqual(shown);

  await test.step("the service worker shows one", async () => {
    const deliver = await deliveryTo(page);
    await deliver(notice);
    await expect.poll(() => notifications(page)).toEqual(shown);
    await wipe(page);
    await expect.poll(() => notifications(page)).toEqual([]);
    await deliver(notice);
    await expect.poll(() => notifications(page)).toEqual(shown);
    await deliver({ ...notice, body: "Nouveau message." });
    await expect.poll(() => notifications(page)).toEqual([{ ...shown[0], body: "Nouveau message." }]);
    // Whoever has the conversation before their eyes is not told of it.
    await rowOf(page, "Moussa Traoré").click();
    await expect(messagesOf(page).getByText("Je veux parler")).toBeVisible();
    await deliver(notice);
    await expect.poll(() => notifications(page)).toEqual([]);
  });

  await test.step("signing out ends it", async () => {
    await backToList(page);
    await openScreen(page, "Santé");
    await expect(page.getByText("Activées, même quand FluxAsync est fermé.")).toBeVisible();
    await page.getByText("Activées, même quand FluxAsync est fermé.").scrollIntoViewIfNeeded();
    await picture("on");
    await page.getByRole("button", { name: "Boutique et compte" }).click();
    await page.getByRole("menuitem", { name: "Se déconnecter", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Se connecter" })).toBeVisible();
    expect(witness.asked.filter((asked) => asked === `DELETE ${device.path}`)).toHaveLength(1);
    // Another device hears of the next one; the push service still has this one, the API does not.
    const other = await PushDevice.subscribed(seller);
    await other.ringsFor(seller);
    await handedOver(seller, "Fanta Keïta");
    await other.hears();
    expect(await device.heard()).toEqual([notice]);
  });
});

async function handedOver(seller: Seller, name: string): Promise<void> {
  await script(seller, [{ call: { name: "hand_over_to_human", args: { reason: "asked" } } }]);
  const prospect = await Phone.named(seller.number, name);
  await prospect.say("Je veux parler à une personne de la boutique");
  await prospect.hears("une personne reprend cette conversation");
}
