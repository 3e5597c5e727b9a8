// Draws the PNG icons of the manifest from public/icon.svg: `npm run icons`, after the drawing changed.

import { readFileSync, writeFileSync } from "node:fs";
import { chromium } from "playwright-core";

const here = new URL("../public/", import.meta.url);
const drawing = readFileSync(new URL("icon.svg", here), "utf8");
// Launchers cut a maskable icon to a shape of their own: square ground, the drawing in the safe zone.
const maskable = drawing
  .replace('rx="15"', "")
  .replace('viewBox="0 0 64 64"', 'viewBox="-8 -8 80 80"')
  .replace('<rect width="64" height="64"', '<rect x="-8" y="-8" width="80" height="80"');

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const page = await browser.newPage();
for (const [name, size, svg] of [
  ["icon-180.png", 180, maskable],
  ["icon-192.png", 192, drawing],
  ["icon-512.png", 512, drawing],
  ["icon-maskable-512.png", 512, maskable],
]) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
  );
  writeFileSync(new URL(name, here), await page.screenshot({ omitBackground: true }));
}
await browser.close();
