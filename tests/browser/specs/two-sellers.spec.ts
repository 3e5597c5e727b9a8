// Two shops at once, both busy, each with its page open: nothing of the one ever reaches the other.

import type { Browser, Page } from "@playwright/test";
import { freshDigits } from "../src/fresh.ts";
import { Phone } from "../src/phone.ts";
import { Seller } from "../src/seller.ts";
import { everyRow, isDrawn, messagesOf, rowOf, signIn } from "../src/site.ts";
import { expect, test } from "../src/test.ts";
import { until } from "../src/waiting.ts";
import { Witness } from "../src/witness.ts";

const PROSPECTS = 4;
const MESSAGES = 3;

test("two open pages under load learn nothing of one another", async ({ browser }) => {
  const shops = await Promise.all([Shop.open(browser), Shop.open(browser)]);
  await Promise.all(shops.map((shop) => shop.isWrittenTo()));
  for (const shop of shops) await shop.showsWhatTheApiHas();
  const [awa, fatou] = await Promise.all(shops.map((shop) => shop.secrets()));
  await shops[0].heardNothingOf(fatou ?? []);
  await shops[1].heardNothingOf(awa ?? []);
  for (const shop of shops) await shop.close();
});

class Shop {
  readonly #seller: Seller;
  readonly #page: Page;
  readonly #witness: Witness;
  readonly #prospects: readonly Phone[];
  readonly #mark: string;

  private constructor(
    seller: Seller,
    page: Page,
    witness: Witness,
    prospects: readonly Phone[],
    mark: string,
  ) {
    this.#seller = seller;
    this.#page = page;
    this.#witness = witness;
    this.#prospects = prospects;
    this.#mark = mark;
  }

  /** Its page is open on a conversation, and told of changes as they happen. */
  static async open(browser: Browser): Promise<Shop> {
    const seller = await Seller.connected();
    const mark = freshDigits(8);
    const people = Array.from({ length: PROSPECTS }, (_, nth) =>
      Phone.named(seller.number, `Client ${nth + 1} de ${mark}`),
    );
    const prospects = await Promise.all(people);
    const context = await browser.newContext();
    const witness = new Witness(context);
    const page = await context.newPage();
    await signIn(page, seller);
    await prospects[0]?.say(`premier mot de ${mark}`);
    await rowOf(page, `Client 1 de ${mark}`).click();
    await expect(messagesOf(page).getByText(`premier mot de ${mark}`)).toBeVisible();
    return new Shop(seller, page, witness, prospects, mark);
  }

  async isWrittenTo(): Promise<void> {
    await Promise.all(
      this.#prospects.map(async (prospect, person) => {
        for (let nth = 1; nth <= MESSAGES; nth += 1)
          await prospect.say(`mot ${nth} du client ${person + 1} de ${this.#mark}`);
      }),
    );
    // The answers of the AI come all the time meanwhile: what is compared below waits for them.
    for (const prospect of this.#prospects)
      await until("an answer", async () => (await prospect.received())[0]);
  }

  async showsWhatTheApiHas(): Promise<void> {
    const page = this.#page;
    for (let nth = 1; nth <= PROSPECTS; nth += 1) {
      const name = `Client ${nth} de ${this.#mark}`;
      await rowOf(page, name).click();
      await expect(page.getByRole("heading", { level: 2, name })).toBeVisible();
      await isDrawn(page);
      await expect(
        messagesOf(page).getByText(`mot ${MESSAGES} du client ${nth} de ${this.#mark}`),
      ).toBeVisible();
      const thread = (await this.#seller.threads()).find(({ contact }) => contact.name === name);
      await expect(async () => {
        const kept = (await this.#seller.messages(thread?.id ?? "")).map(({ text }) => text ?? "");
        const shown = await everyRow(messagesOf(page));
        expect(shown).toHaveLength(kept.length);
        for (const [index, text] of kept.entries()) expect(shown[index]).toContain(text);
      }).toPass({ timeout: 60_000 });
    }
    const names = (await this.#seller.threads()).map(({ contact }) => contact.name);
    const rows = await everyRow(page.getByRole("region", { name: "Conversations" }));
    expect(rows).toHaveLength(names.length);
    for (const name of names) expect(rows.join("\n")).toContain(name);
  }

  /** What only this shop may know: names, numbers, words and identifiers. */
  async secrets(): Promise<string[]> {
    const threads = await this.#seller.threads();
    const messages = await Promise.all(threads.map(({ id }) => this.#seller.messages(id)));
    const ids = [...threads, ...messages.flat()].map(({ id }) => id);
    const phones = this.#prospects.map(({ waId }) => waId);
    return [this.#mark, this.#seller.email, this.#seller.shopName, this.#seller.number, ...ids, ...phones];
  }

  async heardNothingOf(secrets: readonly string[]): Promise<void> {
    expect(secrets.length).toBeGreaterThan(PROSPECTS * MESSAGES);
    // That it was listening at all: it heard all of its own, but for the address, which nobody tells it.
    await expect(async () => {
      const own = (await this.secrets()).filter((secret) => secret !== this.#seller.email);
      const all = await this.#witness.everything();
      expect(own.filter((secret) => !all.includes(secret))).toEqual([]);
    }).toPass({ timeout: 60_000 });
    const heard = await this.#witness.everything();
    const drawn = await this.#page.content();
    expect(secrets.filter((secret) => heard.includes(secret) || drawn.includes(secret))).toEqual([]);
    this.#witness.expectClean();
  }

  async close(): Promise<void> {
    await this.#page.context().close();
  }
}
