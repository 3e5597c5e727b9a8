// Figures, not tests: nothing here is asserted, and no run of `make test` waits for it.

import { defineConfig } from "@playwright/test";
import tested from "./playwright.config.ts";

export default defineConfig({
  ...tested,
  testDir: "bench",
  testMatch: "*.bench.ts",
  workers: 1,
  projects: (tested.projects ?? [])
    .filter(({ name }) => name === "phone")
    .map(({ testIgnore: _, ...rest }) => rest),
});
