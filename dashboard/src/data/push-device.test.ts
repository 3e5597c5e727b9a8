import { expect, test, vi } from "vitest";
import { ApiProblem } from "../api/problem";
import { deviceOf, PushDevice, type PushParts } from "./push-device";

const KEY = "BAECAw-_";
const ENDPOINT = "https://push.example/send/1";

/** A browser with its push service, and an API that notes what it is asked. */
class Browser {
  readonly asked: [verb: string, route: string, options: unknown][] = [];
  readonly subscribe = vi.fn((options?: PushSubscriptionOptionsInit) => {
    this.subscription = this.made(options?.applicationServerKey as Uint8Array<ArrayBuffer>);
    return Promise.resolve(this.subscription);
  });
  subscription: PushSubscription | null = null;
  answer: () => Promise<unknown> = () => Promise.resolve();
  hasManager = true;

  made(key: Uint8Array<ArrayBuffer>): PushSubscription {
    return {
      endpoint: ENDPOINT,
      options: { applicationServerKey: key.buffer, userVisibleOnly: true },
      toJSON: () => ({ endpoint: ENDPOINT, keys: { p256dh: "p", auth: "a" } }),
      unsubscribe: () => {
        this.subscription = null;
        return Promise.resolve(true);
      },
    } as unknown as PushSubscription;
  }

  get device(): PushDevice {
    const ask = (verb: string) => (route: string, options?: unknown) => {
      this.asked.push([verb, route, options]);
      return verb === "get" ? Promise.resolve({ key: KEY }) : this.answer();
    };
    const api = { get: ask("get"), put: ask("put"), delete: ask("delete") };
    const manager = {
      getSubscription: () => Promise.resolve(this.subscription),
      subscribe: this.subscribe,
    };
    return new PushDevice({
      api: api as unknown as PushParts["api"],
      manager: () => Promise.resolve(this.hasManager ? manager : null),
    });
  }
}

test("a browser is subscribed with our key and registered under the hash of its address", async () => {
  const browser = new Browser();
  expect(await browser.device.register("en")).toBe(true);
  const key = browser.subscribe.mock.calls[0]?.[0]?.applicationServerKey;
  expect(key).toEqual(Uint8Array.from([4, 1, 2, 3, 15, 191]));
  const id = await deviceOf(ENDPOINT);
  expect(id).toMatch(/^[0-9a-f]{32}$/u);
  expect(browser.asked[1]).toEqual([
    "put",
    "/push/subscriptions/{id}",
    {
      path: { id },
      body: {
        endpoint: ENDPOINT,
        keys: { p256dh: "p", auth: "a" },
        application_server_key: KEY,
        language: "en",
      },
    },
  ]);
  // The next start says it again, and subscribes no second time.
  await browser.device.register("fr");
  expect(browser.subscribe).toHaveBeenCalledTimes(1);
  expect(browser.asked).toHaveLength(4);
});

test("the name of a browser is what the API computes", async () => {
  // SHA-256 of "abc" (FIPS 180-2, appendix B.1).
  expect(await deviceOf("abc")).toBe("ba7816bf8f01cfea414140de5dae2223");
});

test("after a change of key it is subscribed anew", async () => {
  const browser = new Browser();
  browser.subscription = browser.made(Uint8Array.from([4, 9, 9]));
  await browser.device.register("fr");
  expect(browser.subscribe).toHaveBeenCalledTimes(1);
});

test("where nothing can be pushed to, nothing is asked", async () => {
  const browser = new Browser();
  browser.hasManager = false;
  expect(await browser.device.register("fr")).toBe(false);
  await browser.device.forget();
  expect(browser.asked).toEqual([]);
});

test("who leaves is unsubscribed, whatever the API says", async () => {
  const browser = new Browser();
  await browser.device.register("fr");
  browser.answer = () => Promise.reject(new ApiProblem(0, "offline"));
  await browser.device.forget();
  expect(browser.subscription).toBeNull();
  expect(browser.asked.at(-1)?.slice(0, 2)).toEqual(["delete", "/push/subscriptions/{id}"]);
});

test("a push service that is away keeps nobody from leaving", async () => {
  const browser = new Browser();
  await browser.device.register("fr");
  const away = () => Promise.reject(new DOMException("away", "AbortError"));
  Object.assign(browser.subscription as PushSubscription, { unsubscribe: away });
  await expect(browser.device.forget()).resolves.toBeUndefined();
});

test("who leaves every device has all of them forgotten, from one that never rang as well", async () => {
  const browser = new Browser();
  await browser.device.forget(true);
  expect(browser.asked.map(([verb, route]) => [verb, route])).toEqual([["delete", "/push/subscriptions"]]);
});
