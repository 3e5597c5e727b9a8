// The dashboard in Chromium against the local stack that STACK_FILE describes. Nothing is tried twice:
// a test that fails once in a while has found something.

import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { chromium, STATE } from "./src/machine.ts";

const PHONE_ONLY = [
  "network-cut",
  "offline",
  "many-conversations",
  "read-marks",
  "search",
  "templates",
  "product-photo",
  "health",
  "billing",
  "push",
];
const DESKTOP_ONLY = ["two-sellers", "keyboard", "bundle"];
const named = (names: readonly string[]) => names.map((name) => `**/${name}.spec.ts`);

export default defineConfig({
  testDir: "specs",
  outputDir: join(STATE, "browser"),
  // The emulator serves one batch at a time: more people at once would only wait for one another.
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  timeout: 300_000,
  // As long as the Rust flows wait; what never comes fails with what was seen instead.
  expect: { timeout: 60_000 },
  reporter: [["list"]],
  use: {
    locale: "fr-FR",
    timezoneId: "Africa/Abidjan",
    actionTimeout: 60_000,
    navigationTimeout: 60_000,
    screenshot: "only-on-failure",
    launchOptions: chromium(),
  },
  projects: [
    {
      name: "phone",
      testIgnore: named(DESKTOP_ONLY),
      use: { viewport: { width: 360, height: 640 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
    },
    {
      name: "desktop",
      testIgnore: named(PHONE_ONLY),
      use: { viewport: { width: 1280, height: 800 } },
    },
  ],
});
