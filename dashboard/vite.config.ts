import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import type { Plugin } from "vite";
import { precache } from "./build/precache.ts";

// `FRONT_DOOR=http://localhost:8080 npm run dev` works against a stack that `make run` started.
const frontDoor = process.env["FRONT_DOOR"] ?? "http://localhost:8080";
const proxied = Object.fromEntries(["/api", "/phone", "/sim"].map((path) => [path, frontDoor]));

// The stack's own configuration, but with the API behind Vite's port: it answers its own page only.
const configuration: Plugin = {
  name: "configuration",
  apply: "serve",
  configureServer: ({ middlewares }) => {
    middlewares.use("/config.json", (_request, response, next) => {
      void fetch(`${frontDoor}/config.json`)
        .then(async (answer) => {
          const config = (await answer.json()) as object;
          response.setHeader("content-type", "application/json");
          response.end(JSON.stringify({ ...config, http_api: "/api" }));
        })
        .catch(next);
    });
  },
};

export default defineConfig({
  plugins: [svelte(), precache(), configuration],
  // Vitest would take the server build of Svelte otherwise, whose runes do not react.
  ...(process.env["VITEST"] ? { resolve: { conditions: ["browser"] } } : {}),
  server: { proxy: proxied },
  build: {
    target: ["chrome87", "safari15", "firefox90"],
    // Small files stay files: the content security policy allows no data: URL but in images.
    assetsInlineLimit: 0,
    manifest: true,
    // Every browser of the target knows modulepreload or does well without.
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { index: "index.html", sw: "src/sw.ts" },
      output: {
        entryFileNames: (chunk) => (chunk.name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
        chunkFileNames: "assets/[name]-[hash].js",
        assetFileNames: "assets/[name]-[hash][extname]",
      },
    },
  },
  test: { include: ["src/**/*.test.ts", "tests/**/*.test.ts"], environment: "node" },
});
