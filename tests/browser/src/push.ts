// A browser's subscription at the simulated push service: no test may ask the one of Chromium's vendor.

import { createHash } from "node:crypto";
import type { BrowserContext, Page } from "@playwright/test";
import type { Seller } from "./seller.ts";
import { call, simulator, stack } from "./stack.ts";
import { until } from "./waiting.ts";

interface Subscription {
  readonly id: string;
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
}

/** What a device is told, as it decrypts it. */
export interface Notice {
  readonly title: string;
  readonly body: string;
  readonly hash: string;
  readonly lang: string;
}

export class PushDevice {
  readonly #subscription: Subscription;
  readonly #key: string;

  private constructor(subscription: Subscription, key: string) {
    this.#subscription = subscription;
    this.#key = key;
  }

  /** A subscription that nobody has registered with the API. */
  static async subscribed(seller: Seller): Promise<PushDevice> {
    const { key } = await seller.ask<{ key: string }>("/push/key");
    const url = simulator("/sim/push/_control/subscriptions");
    return new PushDevice(await call(url, { body: { application_server_key: key } }), key);
  }

  /** The API's name for it. */
  get path(): string {
    const digest = createHash("sha256").update(this.#subscription.endpoint).digest("hex");
    return `/push/subscriptions/${digest.slice(0, 32)}`;
  }

  /** Rings for a seller without any page. */
  async ringsFor(seller: Seller): Promise<void> {
    const { endpoint, keys } = this.#subscription;
    const body = { endpoint, keys, application_server_key: this.#key, language: "fr" };
    await seller.ask(this.path, { method: "PUT", body });
  }

  /** Becomes what the pages of a context get from `pushManager`, whose permission is given. */
  async becomesThatOf(context: BrowserContext): Promise<void> {
    await context.grantPermissions(["notifications"], { origin: new URL(stack.dashboard).origin });
    await context.addInitScript(
      ({ subscription, key }) => {
        const kept = "simulated-subscription";
        const base64 = key.replaceAll("-", "+").replaceAll("_", "/");
        const applicationServerKey = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)).buffer;
        const own = {
          endpoint: subscription.endpoint,
          options: { userVisibleOnly: true, applicationServerKey },
          toJSON: () => subscription,
          unsubscribe: () => {
            localStorage.removeItem(kept);
            return Promise.resolve(true);
          },
        };
        Object.assign(PushManager.prototype, {
          getSubscription: () => Promise.resolve(localStorage.getItem(kept) ? own : null),
          subscribe: () => {
            localStorage.setItem(kept, "yes");
            return Promise.resolve(own);
          },
        });
      },
      { subscription: this.#subscription, key: this.#key },
    );
  }

  /** All it was sent, oldest first. */
  async heard(): Promise<Notice[]> {
    const url = simulator(`/sim/push/_control/subscriptions/${this.#subscription.id}/messages`);
    const { messages } = await call<{ messages: { body: string }[] }>(url);
    return messages.map(({ body }) => JSON.parse(body) as Notice);
  }

  /** Waits until it was sent something. */
  async hears(): Promise<Notice[]> {
    return until("an alert", async () => {
      const heard = await this.heard();
      return heard.length > 0 ? heard : null;
    });
  }
}

/** Hands notices to the page's service worker, as the browser does when a push service has one. */
export async function deliveryTo(page: Page): Promise<(notice: Notice) => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(stack.dashboard);
  const registered = new Promise<string>((done) => {
    session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const ours = registrations.find((one) => !one.isDeleted && one.scopeURL.startsWith(origin));
      if (ours) done(ours.registrationId);
    });
  });
  await session.send("ServiceWorker.enable");
  const registrationId = await registered;
  return async (notice) => {
    const data = JSON.stringify(notice);
    await session.send("ServiceWorker.deliverPushMessage", { origin, registrationId, data });
  };
}

/** What lies on the device's screen. */
export function notifications(page: Page): Promise<{ title: string; body: string; tag: string }[]> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const all = await registration.getNotifications();
    return all.map(({ title, body, tag }) => ({ title, body, tag }));
  });
}

/** The seller wipes them away. */
export async function wipe(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    for (const notification of await registration.getNotifications()) notification.close();
  });
}
