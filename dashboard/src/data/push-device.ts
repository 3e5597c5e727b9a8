// This browser at the push service of its vendor, and at our API: what rings while the page is closed.

import type { Api } from "../api/client";
import { ApiProblem } from "../api/problem";

export interface PushParts {
  readonly api: Pick<Api, "get" | "put" | "delete">;
  /** Null where the browser cannot be pushed to, or before the worker is there. */
  manager(): Promise<Pick<PushManager, "getSubscription" | "subscribe"> | null>;
}

// Whoever leaves must not wait for a network that is not there.
const LEAVING_MS = 4_000;

export class PushDevice {
  readonly #parts: PushParts;

  constructor(parts: PushParts) {
    this.#parts = parts;
  }

  /** The browser of this page. */
  static of(api: PushParts["api"]): PushDevice {
    return new PushDevice({
      api,
      manager: async () => {
        if (!("PushManager" in globalThis)) return null;
        const registration = await navigator.serviceWorker?.getRegistration();
        return registration?.active ? registration.pushManager : null;
      },
    });
  }

  /**
   * Rings for the signed-in seller from now on, in this language. Said again at each start: it keeps
   * the subscription alive, takes it over from another seller, and mends it after a change of key.
   */
  async register(language: "fr" | "en"): Promise<boolean> {
    const manager = await this.#parts.manager();
    if (!manager) return false;
    const { key } = await this.#parts.api.get("/push/key");
    let subscription = await manager.getSubscription();
    if (subscription && keyOf(subscription) !== key) {
      await subscription.unsubscribe();
      subscription = null;
    }
    subscription ??= await manager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(key) });
    const { endpoint, keys } = subscription.toJSON();
    if (!endpoint || !keys?.["p256dh"] || !keys["auth"]) return false;
    await this.#parts.api.put("/push/subscriptions/{id}", {
      path: { id: await deviceOf(endpoint) },
      body: {
        endpoint,
        keys: { p256dh: keys["p256dh"], auth: keys["auth"] },
        application_server_key: key,
        language,
      },
    });
    return true;
  }

  /**
   * Rings no more, here or on all of the seller's devices. The browser's own subscription ends in any
   * case: what the API does not hear of, the push service answers it.
   */
  async forget(everywhere = false): Promise<void> {
    const subscription = await (await this.#parts.manager())?.getSubscription();
    if (!subscription && !everywhere) return;
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), LEAVING_MS);
    try {
      if (everywhere) await this.#parts.api.delete("/push/subscriptions", { signal: limit.signal });
      else if (subscription)
        await this.#parts.api.delete("/push/subscriptions/{id}", {
          path: { id: await deviceOf(subscription.endpoint) },
          signal: limit.signal,
        });
    } catch (error) {
      if (!limit.signal.aborted && !(error instanceof ApiProblem)) throw error;
    } finally {
      clearTimeout(timer);
      // Whoever signs out does so, whatever the browser's push service says.
      await subscription?.unsubscribe().catch(() => false);
    }
  }
}

/** The API's name for the browser at this address: the first half of its SHA-256. */
export async function deviceOf(endpoint: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint));
  const half = new Uint8Array(digest).subarray(0, 16);
  return [...half].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function keyOf(subscription: PushSubscription): string | null {
  const key = subscription.options.applicationServerKey;
  if (!key) return null;
  return btoa(String.fromCharCode(...new Uint8Array(key)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/u, "");
}

function bytesOf(key: string): Uint8Array<ArrayBuffer> {
  const text = atob(key.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}
