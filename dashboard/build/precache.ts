import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

// Whichever quotes the minifier likes.
const LIST = /["'`]__PRECACHE__["'`]/u;
const VERSION = "__VERSION__";

/** Writes the list of the built shell, and a version made of its contents, into sw.js. */
export function precache(): Plugin {
  let publicDir = "";
  return {
    name: "precache",
    apply: "build",
    enforce: "post",
    configResolved(config) {
      publicDir = config.publicDir;
    },
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const worker = bundle["sw.js"];
        // Vitest and library builds have no worker.
        if (worker?.type !== "chunk") return;
        const digest = createHash("sha256");
        const files: string[] = [];
        for (const [name, output] of Object.entries(bundle).sort(([one], [other]) =>
          one.localeCompare(other),
        )) {
          if (name === "sw.js" || name.startsWith(".vite/")) continue;
          files.push(name === "index.html" ? "/" : `/${name}`);
          digest.update(name).update(output.type === "chunk" ? output.code : output.source);
        }
        for (const name of readdirSync(publicDir).sort()) {
          files.push(`/${name}`);
          digest.update(name).update(readFileSync(join(publicDir, name)));
        }
        digest.update(worker.code);
        if (!LIST.test(worker.code)) throw new Error("src/sw.ts has no place for the list of the shell");
        worker.code = worker.code
          .replace(LIST, JSON.stringify(files))
          .replaceAll(VERSION, digest.digest("hex").slice(0, 16));
      },
    },
  };
}
