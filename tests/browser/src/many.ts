// A shop with more conversations than anybody made by hand: the API's own answer, many times over and
// in its pages, given by the test in the API's place.

import type { Page } from "@playwright/test";
import { Phone } from "./phone.ts";
import { Seller, type ThreadItem } from "./seller.ts";
import { stack } from "./stack.ts";
import { until } from "./waiting.ts";

const MINUTE_MS = 60_000;

/** Counts what the page asks for. */
export interface Asked {
  /** How often each page was, by its cursor; the first has none. */
  readonly pages: Map<string, number>;
  /** How many were asked for at once, at the most. */
  atOnce: number;
}

export async function withManyThreads(page: Page, count: number): Promise<{ seller: Seller; asked: Asked }> {
  const seller = await Seller.connected();
  await (await Phone.named(seller.number, "Moussa Traoré")).say("Bonjour");
  const real = await until("the thread", async () => (await seller.threads())[0]);
  const threads = copies(real, count);
  const asked: Asked = { pages: new Map(), atOnce: 0 };
  let underWay = 0;
  await page.route(
    (url) =>
      url.href.startsWith(`${stack.http_api}/conversations`) && url.pathname.endsWith("/conversations"),
    async (route) => {
      if (route.request().method() !== "GET") return route.fallback();
      underWay += 1;
      asked.atOnce = Math.max(asked.atOnce, underWay);
      const query = new URL(route.request().url()).searchParams;
      const cursor = query.get("cursor") ?? "";
      asked.pages.set(cursor, (asked.pages.get(cursor) ?? 0) + 1);
      const from = Number(cursor);
      const next = from + Number(query.get("limit") ?? 50);
      await route.fulfill({
        json: { items: threads.slice(from, next), cursor: next < count ? String(next) : null },
        headers: { "access-control-allow-origin": "*" },
      });
      underWay -= 1;
      return undefined;
    },
  );
  return { seller, asked };
}

function copies(real: ThreadItem, count: number): ThreadItem[] {
  const newest = Date.now();
  return Array.from({ length: count }, (_, nth) => ({
    ...real,
    id: `cnv_${String(nth).padStart(26, "0")}`,
    contact: { ...real.contact, name: `Client ${nth + 1}`, phone: `+22507${String(nth).padStart(8, "0")}` },
    preview: `Message du client ${nth + 1}, un peu plus long que la ligne n’est large`,
    last_message_at: new Date(newest - nth * MINUTE_MS).toISOString(),
  }));
}
