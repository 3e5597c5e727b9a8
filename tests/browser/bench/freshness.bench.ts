// From a change in the table until the page shows it; two seconds are promised.

import type { Page } from "@playwright/test";
import { Seller } from "../src/seller.ts";
import { openScreen, signIn } from "../src/site.ts";
import { table } from "../src/stack.ts";
import { Phone } from "../src/phone.ts";
import { expect, test } from "../src/test.ts";
import { print, quantile, spread } from "./figures.ts";

const TIMES = 20;
const LIMIT_MS = 2_000;

interface Row {
  readonly pk: { readonly S: string };
  readonly sk: { readonly S: string };
}

test("how long a change takes to the screen", async ({ page }) => {
  const [seller] = await Seller.withAShop();
  const { items } = await seller.ask<{ items: { id: string }[] }>("/products");
  const { pk, sk } = await rowOf(items[0]?.id ?? "");
  await signIn(page, seller);
  await openScreen(page, "Catalogue");
  await expect(page.getByRole("link", { name: "Air Max" })).toBeVisible();

  const changes: number[] = [];
  for (let nth = 1; nth <= TIMES; nth += 1) {
    const name = `Air Max ${nth} de cette année`;
    const shown = shownAt(page, name);
    const begun = Date.now();
    await table("UpdateItem", {
      Key: { pk, sk },
      UpdateExpression: "SET #data.#name = :name ADD #version :one",
      ExpressionAttributeNames: { "#data": "data", "#name": "name", "#version": "version" },
      ExpressionAttributeValues: { ":name": { S: name }, ":one": { N: "1" } },
    });
    changes.push((await shown) - begun);
  }
  print("a row of the table until it is on the screen", told(changes));

  await openScreen(page, "Conversations");
  const messages: number[] = [];
  for (let nth = 1; nth <= TIMES; nth += 1) {
    const prospect = await Phone.named(seller.number, `Client ${nth} du matin`);
    const shown = shownAt(page, `Client ${nth} du matin`);
    const begun = Date.now();
    await prospect.say("Bonjour");
    messages.push((await shown) - begun);
  }
  print("a prospect’s message, by webhook and queue, until it is there", told(messages));
});

/** The moment at which the page has the words; both clocks are this machine's. */
async function shownAt(page: Page, words: string): Promise<number> {
  return page.evaluate(
    (wanted) =>
      new Promise<number>((done) => {
        const main = document.querySelector("main");
        if (!main) throw new Error("no page");
        const observer = new MutationObserver(() => {
          if (!main.textContent.includes(wanted)) return;
          observer.disconnect();
          requestAnimationFrame(() => done(Date.now()));
        });
        observer.observe(main, { subtree: true, childList: true, characterData: true });
      }),
    words,
  );
}

async function rowOf(product: string): Promise<Row> {
  let start: unknown;
  do {
    const page = await table<{ Items: Row[]; LastEvaluatedKey?: unknown }>("Scan", {
      FilterExpression: "sk = :sk",
      ExpressionAttributeValues: { ":sk": { S: `product#${product}` } },
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    });
    const [found] = page.Items;
    if (found) return found;
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  throw new Error(`no row has the product ${product}`);
}

function told(spans: readonly number[]): string {
  const late = spans.filter((span) => span > LIMIT_MS).length;
  return `${spread(spans)}, ${late} over ${LIMIT_MS} ms${quantile(spans, 1) > LIMIT_MS ? " (!)" : ""}`;
}
