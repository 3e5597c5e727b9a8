// What is served to everybody: no secret in any of it, and everything from the front door alone.

import { stack } from "../src/stack.ts";
import { expect, test } from "../src/test.ts";

// What the stack runs with: `infra/local/settings.py` has the same names and what holds without them.
const SECRETS = {
  META_APP_SECRET: "local-app-secret",
  META_VERIFY_TOKEN: "local-verify-token",
  PLATFORM_TOKEN: "local-platform-token",
  GEMINI_API_KEY: "local-gemini-key",
  TWILIO_AUTH_TOKEN: "local-twilio-token",
  INFOBIP_API_KEY: "local-infobip-key",
};
// A token of Meta's, a key of Amazon's, of Google's, of Wave's, a private key.
const SHAPES = [
  /EAA[A-Za-z0-9]{20,}/u,
  /AKIA[A-Z0-9]{16}/u,
  /AIza[\w-]{35}/u,
  /wave_\w+_prod_/u,
  /BEGIN [A-Z ]*PRIVATE KEY/u,
];

test("no token and no secret is in what is served", async ({ request }) => {
  const read = async (path: string) => {
    const answer = await request.get(new URL(path, stack.dashboard).href);
    expect(answer.status(), path).toBe(200);
    return answer.text();
  };
  // The worker keeps the whole page for reading without a network, and lists all of it.
  const named = (await read("/sw.js")).matchAll(/assets\/[\w.-]+\.(?:js|css)/gu);
  const files = new Set(["/", "/config.json", "/sw.js", ...[...named].map(([path]) => `/${path}`)]);
  expect(files.size).toBeGreaterThan(20);
  for (const path of files) {
    const text = await read(path);
    for (const [name, usual] of Object.entries(SECRETS))
      expect(text.includes(process.env[name] ?? usual), `${name} in ${path}`).toBe(false);
    for (const shape of SHAPES) expect(shape.test(text), `${String(shape)} in ${path}`).toBe(false);
  }
});
