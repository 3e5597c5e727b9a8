// What this machine brings: where the stack's files are, and which browser is started how.

import { existsSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import type { LaunchOptions } from "@playwright/test";

const ROOT = resolve(import.meta.dirname, "..", "..", "..");

export const STACK_FILE = process.env["STACK_FILE"] ?? join(ROOT, "target", "local", "stack.json");

/** The folder of the stack's files; screenshots and what failed are put there too. */
export const STATE = dirname(STACK_FILE);

export const ROUTES_FILE = join(ROOT, "dashboard", "src", "shell", "routes.ts");

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The machine's own browser: nothing is downloaded, and it tells nobody anything. */
export function chromium(): LaunchOptions {
  return {
    executablePath: process.env["CHROMIUM"] ?? onThePath(),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  };
}

function onThePath(): string {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const places = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = places.find((place) => existsSync(place));
  if (!found) throw new Error(`No browser is on the PATH: install one of ${NAMES.join(", ")}.`);
  return found;
}
