// The test every file here begins with: its browser is watched, and must have been clean at the end.

import { test as base } from "@playwright/test";
import { Network } from "./network.ts";
import { Witness } from "./witness.ts";

export { expect } from "@playwright/test";

export const test = base.extend<{ readonly witness: Witness }>({
  witness: [
    async ({ context }, use) => {
      const witness = new Witness(context);
      await use(witness);
      witness.expectClean();
    },
    { auto: true },
  ],
});

/** The same, with a browser whose only way to anything can be cut. */
export const cuttable = test.extend<{ readonly network: Network }>({
  network: async ({}, use) => {
    const network = await Network.open();
    await use(network);
    await network.close();
  },
  proxy: ({ network }, use) => use(network.proxy),
});
