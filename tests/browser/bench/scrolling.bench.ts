// What a long list costs while it is scrolled, on this machine and on one four times as slow.

import { withManyThreads } from "../src/many.ts";
import { signIn } from "../src/site.ts";
import { test } from "../src/test.ts";
import { print, spread } from "./figures.ts";

const COUNT = 5_000;

for (const slower of [1, 4]) {
  test(`scrolling through ${COUNT} conversations, ${slower} × slower`, async ({ page, context }) => {
    const { seller } = await withManyThreads(page, COUNT);
    await signIn(page, seller);
    const cdp = await context.newCDPSession(page);
    await cdp.send("Emulation.setCPUThrottlingRate", { rate: slower });
    const list = page.getByRole("region", { name: "Conversations" });
    const { frames, tasks } = await list.evaluate(async (viewport, all) => {
      const long: number[] = [];
      const observer = new PerformanceObserver((entries) => {
        for (const { duration } of entries.getEntries()) long.push(duration);
      });
      observer.observe({ entryTypes: ["longtask"] });
      const spans: number[] = [];
      const frame = () => new Promise<number>((done) => requestAnimationFrame(done));
      let last = await frame();
      const isLast = () => viewport.querySelector(`li[aria-posinset="${all}"]`) !== null;
      while (!isLast()) {
        // As far as a thumb throws it.
        viewport.scrollTop += 800;
        const now = await frame();
        spans.push(now - last);
        last = now;
      }
      observer.disconnect();
      return { frames: spans, tasks: long };
    }, COUNT);
    print(`frames while scrolling, ${slower} × slower`, spread(frames));
    print(`tasks over 50 ms, ${slower} × slower`, tasks.length === 0 ? "none" : spread(tasks));
  });
}
