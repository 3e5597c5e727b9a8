// 5,000 conversations on a phone: all can be reached, few are drawn, and nobody is asked too much.

import { withManyThreads } from "../src/many.ts";
import { signIn } from "../src/site.ts";
import { expect, test } from "../src/test.ts";

const COUNT = 5_000;
const PAGE = 50;
// What a phone shows at once, and the rows that are drawn beyond either end.
const DRAWN_MAX = 40;
// The opening, the feed's first word, and what comes of one prospect's « Bonjour » and its answer.
const FIRST_MAX = 12;

test("every one of 5,000 conversations is reached by scrolling", async ({ page }) => {
  const { seller, asked } = await withManyThreads(page, COUNT);
  await signIn(page, seller);
  const list = page.getByRole("region", { name: "Conversations" });
  await expect(list.getByRole("link", { name: "Client 1 ", exact: false }).first()).toBeVisible();

  const { reached, drawn, gaps } = await list.evaluate(async (viewport, all) => {
    const seen = new Set<number>();
    let most = 0;
    let holes = 0;
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    while (!seen.has(all)) {
      const rows = [...viewport.querySelectorAll<HTMLElement>("li[aria-posinset]")];
      for (const row of rows) seen.add(Number(row.ariaPosInSet));
      most = Math.max(most, rows.length);
      const boxes = rows.map((row) => row.getBoundingClientRect());
      const sight = viewport.getBoundingClientRect();
      // Below what is loaded the next page is on its way.
      const loaded = viewport.querySelector("ul")?.getBoundingClientRect() ?? sight;
      const top = Math.max(sight.top, loaded.top);
      const bottom = Math.min(sight.bottom, loaded.bottom);
      const isCovered =
        boxes.some((box) => box.top <= top + 1) && boxes.some((box) => box.bottom >= bottom - 1);
      if (!isCovered) holes += 1;
      // Further than what is in sight, not further than what is drawn.
      viewport.scrollTop += viewport.clientHeight + (boxes[0]?.height ?? 0) * 5;
      await frame();
      await frame();
    }
    return { reached: seen.size, drawn: most, gaps: holes };
  }, COUNT);

  expect(reached).toBe(COUNT);
  expect(gaps, "places where nothing was drawn").toBe(0);
  expect(drawn).toBeLessThanOrEqual(DRAWN_MAX);
  await expect(list.getByRole("link", { name: `Client ${COUNT}` })).toBeVisible();
  // Each page once; only the first is read again, when something happens in the shop meanwhile.
  const { "": first = 0, ...others } = Object.fromEntries(asked.pages);
  expect(Object.values(others)).toEqual(Array.from({ length: COUNT / PAGE - 1 }, () => 1));
  expect(first).toBeLessThanOrEqual(FIRST_MAX);
  expect(asked.atOnce).toBeLessThanOrEqual(2);

  // Back at the top the newest is there again, and nothing was forgotten on the way.
  await list.evaluate((viewport) => (viewport.scrollTop = 0));
  await expect(list.getByRole("link", { name: "Client 1 ", exact: false }).first()).toBeVisible();
  await expect(list.locator("li").first()).toHaveAttribute("aria-setsize", String(COUNT));
});
