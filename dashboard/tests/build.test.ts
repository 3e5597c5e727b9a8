// What a phone has to fetch, and what it may be told: measured on dist/, after `npm run build`.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

const DIST = join(import.meta.dirname, "..", "dist");
const LIMIT = 150_000;

interface Chunk {
  file: string;
  css?: string[];
  imports?: string[];
  isDynamicEntry?: boolean;
}

if (!existsSync(join(DIST, "index.html"))) throw new Error("dashboard/dist is not there: npm run build");
const manifest = JSON.parse(readFileSync(join(DIST, ".vite/manifest.json"), "utf8")) as Record<string, Chunk>;

function filesOf(name: string, seen = new Set<string>()): Set<string> {
  const chunk = manifest[name];
  if (!chunk || seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const css of chunk.css ?? []) seen.add(css);
  for (const other of chunk.imports ?? []) filesOf(other, seen);
  return seen;
}

const compressed = (file: string) => gzipSync(readFileSync(join(DIST, file)), { level: 9 }).length;
const weigh = (files: Iterable<string>) => [...files].reduce((sum, file) => sum + compressed(file), 0);

test("the first load fits, whichever screen is the first", () => {
  const shell = filesOf("index.html");
  const screens = Object.keys(manifest).filter((name) => manifest[name]?.isDynamicEntry);
  expect(screens.length).toBeGreaterThan(0);
  const always = weigh(["index.html", "icon.svg", "manifest.webmanifest", "sw.js"]);
  for (const screen of screens) {
    const size = always + weigh(new Set([...shell, ...filesOf(screen)]));
    console.info(`${screen}: ${Math.round(size / 1000)} kB of ${LIMIT / 1000}`);
    expect(size, screen).toBeLessThanOrEqual(LIMIT);
  }
});

test("the page has no script and no style of its own, which the policy would refuse", () => {
  const html = readFileSync(join(DIST, "index.html"), "utf8");
  expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/u);
});

test("nothing of a third party is named but the identifiers of standards", () => {
  const named = new Set<string>();
  for (const file of readdirSync(join(DIST, "assets"))) {
    for (const [address] of readFileSync(join(DIST, "assets", file), "utf8").matchAll(/https?:\/\/[\w.-]+/gu))
      named.add(address);
  }
  // Svelte names the page that explains an error; the map and the courier's WhatsApp are links to tap.
  const linked = ["http://www.w3.org", "https://svelte.dev", "https://www.google.com", "https://wa.me"];
  expect([...named].filter((address) => !linked.includes(address))).toEqual([]);
});

test("the service worker keeps the whole shell", () => {
  const worker = readFileSync(join(DIST, "sw.js"), "utf8");
  expect(worker).not.toMatch(/__PRECACHE__|__VERSION__/u);
  for (const file of readdirSync(join(DIST, "assets"))) expect(worker).toContain(`/assets/${file}`);
});
