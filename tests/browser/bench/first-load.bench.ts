// What a first visit loads before anything of the shop is there.

import { gzipSync } from "node:zlib";
import { Seller } from "../src/seller.ts";
import { signIn } from "../src/site.ts";
import { stack } from "../src/stack.ts";
import { test } from "../src/test.ts";
import { print } from "./figures.ts";

test("what the first load weighs", async ({ page }) => {
  const seller = await Seller.signedUp();
  const bodies = new Map<string, Promise<Buffer>>();
  // What the service worker fetches for later is no part of what the page waits for.
  page.on("response", (response) => {
    if (response.url().startsWith(stack.dashboard) && !response.url().startsWith(`${stack.http_api}/`))
      if (response.request().serviceWorker() === null) bodies.set(response.url(), response.body());
  });
  const told = async (what: string) => {
    const all = await Promise.all(bodies.values());
    const raw = all.reduce((sum, body) => sum + body.length, 0);
    const packed = all.reduce((sum, body) => sum + gzipSync(body).length, 0);
    print(
      what,
      `${(packed / 1000).toFixed(0)} kB compressed, ${(raw / 1000).toFixed(0)} kB raw, ${all.length} files`,
    );
  };
  await page.goto(stack.dashboard, { waitUntil: "networkidle" });
  await told("the sign-in page");
  await signIn(page, seller);
  await told("up to the first conversations");
  const timing = await page.evaluate(() => {
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    return paint?.startTime ?? Number.NaN;
  });
  print("first words on the screen, second visit", `${timing.toFixed(0)} ms`);
});
