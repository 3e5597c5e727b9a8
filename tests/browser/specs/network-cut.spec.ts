// Half a minute without a network in the middle of a chat: nothing is missing afterwards and nothing
// is there twice, on the page, at the prospect's phone and in the API.

import type { Page } from "@playwright/test";
import { freshDigits } from "../src/fresh.ts";
import { Phone } from "../src/phone.ts";
import { Seller } from "../src/seller.ts";
import { everyRow, isDrawn, messagesOf, rowOf, signIn, write } from "../src/site.ts";
import { cuttable as test, expect } from "../src/test.ts";
import { paced, until } from "../src/waiting.ts";

const CUT_MS = 30_000;
const TIMES = 5;

test.describe("a cut of half a minute", () => {
  test("that the phone knows of", async ({ page, context, network, witness }) => {
    const chat = await chatting(page);
    witness.losesNetwork();
    network.become("gone");
    await context.setOffline(true);
    await expect(page.getByText("Hors connexion", { exact: false })).toBeVisible();
    await goOnDuring(page, chat);
    await context.setOffline(false);
    network.restore();
    await hasEverything(page, chat);
  });

  test("that nobody is told of, after an answer was lost", async ({ page, network, witness }) => {
    const chat = await chatting(page);
    witness.losesNetwork();
    network.become("deaf");
    // This one is taken by the API, and the page cannot know it.
    await chat.writes(page);
    await chat.prospect.hears(chat.written[0] ?? "");
    network.become("dead");
    await goOnDuring(page, chat);
    network.restore();
    await hasEverything(page, chat);
  });
});

class Chat {
  readonly said: string[] = [];
  readonly written: string[] = [];
  readonly #mark = freshDigits(6);
  readonly seller: Seller;
  readonly prospect: Phone;
  readonly thread: string;

  constructor(seller: Seller, prospect: Phone, thread: string) {
    this.seller = seller;
    this.prospect = prospect;
    this.thread = thread;
  }

  async says(): Promise<void> {
    const text = `question ${this.said.length + 1} de ${this.#mark}`;
    this.said.push(text);
    await this.prospect.say(text);
  }

  async writes(page: Page): Promise<void> {
    const text = `réponse ${this.written.length + 1} à ${this.#mark}`;
    this.written.push(text);
    await write(page, text);
  }
}

/** A seller in a conversation that is theirs, with a page that is told of changes as they happen. */
async function chatting(page: Page): Promise<Chat> {
  const seller = await Seller.connected();
  const prospect = await Phone.named(seller.number, "Moussa Traoré");
  await prospect.say("Bonjour");
  const thread = await until("the thread", async () => (await seller.threads())[0]?.id);
  await seller.ask(`/conversations/${thread}/takeover`, { method: "POST" });
  await until("the take-over", async () => (await seller.threads()).find(({ owner }) => owner === "human"));
  await signIn(page, seller);
  await rowOf(page, "Moussa Traoré").click();
  await isDrawn(page);
  const chat = new Chat(seller, prospect, thread);
  // It comes by the socket: from here on the page is known to be live.
  await chat.says();
  await expect(messagesOf(page).getByText(chat.said[0] ?? "")).toBeVisible();
  return chat;
}

/** Both go on writing over the whole of the cut, and neither sees anything of the other. */
async function goOnDuring(page: Page, chat: Chat): Promise<void> {
  const begin = Date.now();
  const before = { received: (await chat.prospect.received()).length, said: chat.said.length };
  await paced(CUT_MS / TIMES, [
    ...Array.from({ length: TIMES }, () => async () => {
      await chat.says();
      await chat.writes(page);
    }),
  ]);
  expect(Date.now() - begin).toBeGreaterThanOrEqual(CUT_MS - TIMES);
  expect(await chat.prospect.received(), "something went through the cut").toHaveLength(before.received);
  const rows = (await everyRow(messagesOf(page))).join("\n");
  for (const text of chat.said.slice(before.said)) expect(rows).not.toContain(text);
  for (const text of chat.written) expect(rows).toContain(text);
}

/** Everything is everywhere, once, in the order it was written; and the page shows what the API has. */
async function hasEverything(page: Page, { seller, prospect, thread, said, written }: Chat): Promise<void> {
  const last = written.at(-1) ?? "";
  await prospect.hears(last);
  await expect(messagesOf(page).getByText(said.at(-1) ?? "")).toBeVisible();
  await expect(messagesOf(page).getByText("en attente d’envoi")).toHaveCount(0);
  await expect(messagesOf(page).getByText("envoi en cours")).toHaveCount(0);
  const received = (await prospect.words()).filter((text) => text.startsWith("réponse "));
  expect(received).toEqual(written);

  const kept = (await seller.messages(thread)).map(({ text }) => text ?? "");
  expect(kept.filter((text) => text.startsWith("réponse "))).toEqual(written);
  expect(kept.filter((text) => text.startsWith("question "))).toEqual(said);
  const shown = await everyRow(messagesOf(page));
  expect(shown).toHaveLength(kept.length);
  for (const [index, text] of kept.entries()) expect(shown[index]).toContain(text);
}
