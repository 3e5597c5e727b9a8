// A photo of a telephone's weight: made small in the browser, shown in the catalogue, taken away.

import type { Page } from "@playwright/test";
import { expectNoFinding } from "../src/axe.ts";
import { pictures } from "../src/pictures.ts";
import { Seller } from "../src/seller.ts";
import { openScreen, signIn } from "../src/site.ts";
import { expect, test } from "../src/test.ts";
import { until } from "../src/waiting.ts";

/** What the API takes at most. */
const LIMIT = 600_000;

interface Photo {
  readonly url: string;
  readonly width: number;
  readonly height: number;
}

test("a product gets a photo, and loses it again", async ({ page }, info) => {
  const [seller] = await Seller.withAShop();
  const picture = pictures(page, info);
  await signIn(page, seller);
  await openScreen(page, "Catalogue");
  await page.getByRole("link", { name: "Air Max" }).click();
  const field = page.getByRole("group", { name: "Photo" });
  const buffer = await heavyPhoto(page);
  expect(buffer.length).toBeGreaterThan(LIMIT);
  await field
    .getByLabel("Choisir une photo")
    .setInputFiles({ name: "IMG_0042.jpg", mimeType: "image/jpeg", buffer });
  await expect(field.getByRole("img", { name: "Photo : Air Max" })).toBeVisible();
  await picture("photo-chosen");
  await expectNoFinding(page, "a chosen photo");
  await page.getByRole("button", { name: "Enregistrer" }).click();

  const shown = page.getByRole("link", { name: /^Air Max/u }).locator("img");
  await expect(shown).toHaveJSProperty("complete", true);
  const kept = await until("the photo in the API", async () => (await photoOf(seller)) ?? null);
  expect(Math.max(kept.width, kept.height)).toBeLessThanOrEqual(1_600);
  expect((await (await fetch(kept.url)).arrayBuffer()).byteLength).toBeLessThanOrEqual(LIMIT);
  await expect(shown).toHaveJSProperty("naturalWidth", kept.width);
  await picture("photo-in-the-catalogue");
  await expectNoFinding(page, "a catalogue with a photo");

  await page.getByRole("link", { name: /^Air Max/u }).click();
  await expect(field.getByRole("img", { name: "Photo : Air Max" })).toHaveJSProperty(
    "naturalWidth",
    kept.width,
  );
  const remove = field.getByRole("button", { name: "Retirer la photo" });
  await remove.click();
  const question = page.getByRole("dialog", { name: "Retirer la photo ?" });
  await expect(question).toBeVisible();
  await picture("photo-question");
  await expectNoFinding(page, "the question before a photo is taken away");
  await question.getByRole("button", { name: "Retirer la photo" }).click();
  await expect(page.getByText("Photo retirée.")).toBeVisible();
  await expect(field.getByRole("img")).toHaveCount(0);
  await expect(field.getByLabel("Choisir une photo")).toBeFocused();
  await picture("photo-removed");
  expect(await photoOf(seller)).toBeNull();
  await openScreen(page, "Catalogue");
  await expect(page.getByRole("link", { name: /^Air Max/u }).locator("img")).toHaveCount(0);
});

async function photoOf(seller: Seller): Promise<Photo | null> {
  const { items } = await seller.ask<{ items: { photo: Photo | null }[] }>("/products");
  return items[0]?.photo ?? null;
}

/** A photo of nothing that JPEG could leave out much of. */
async function heavyPhoto(page: Page): Promise<Buffer> {
  const address = await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    canvas.width = 2_000;
    canvas.height = 1_500;
    const brush = canvas.getContext("2d");
    if (!brush) throw new Error("no canvas");
    for (let nth = 0; nth < 30_000; nth += 1) {
      brush.fillStyle = `hsl(${Math.random() * 360} 70% ${30 + Math.random() * 50}%)`;
      brush.fillRect(Math.random() * 2_000, Math.random() * 1_500, 12, 12);
    }
    return canvas.toDataURL("image/jpeg", 0.95);
  });
  return Buffer.from(address.slice(address.indexOf(",") + 1), "base64");
}
