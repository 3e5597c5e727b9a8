// The test every file here begins with: its browser is watched, and must have been clean at the end.

import { test as base } from "@playwright/test";
import { Witness } from "./witness.ts";

export { expect } from "@playwright/test";

export const test = base.extend<{ witness: Witness }>({
  witness: [
    async ({ context }, use) => {
      const witness = new Witness(context);
      await use(witness);
      witness.expectClean();
    },
    { auto: true },
  ],
});
