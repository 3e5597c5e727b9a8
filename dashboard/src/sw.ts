// The service worker keeps the built shell, so that the page opens without a network, and shows
// notifications: those of push services, while the page is closed, and the page's own. It never
// touches the API: what the shop's data looked like is the data layer's to keep (src/data/persist.ts).

// Nothing else may import it: a worker is one file.
import { noticeOf, readNotice, type Memory, type Told } from "./shell/notice";

declare const self: ServiceWorkerGlobalScope;

// Both are written by build/precache.ts.
const VERSION = "__VERSION__";
const SHELL = "__PRECACHE__" as unknown as readonly string[];

const CACHE = `shell-${VERSION}`;
const CONFIG = "/config.json";

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(CACHE).then((cache) =>
      // Past the HTTP cache for what has no hash in its name.
      cache.addAll(
        [...SHELL, CONFIG].map(
          (path) => new Request(path, path.startsWith("/assets/") ? {} : { cache: "no-cache" }),
        ),
      ),
    ),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const names = await caches.keys();
      await Promise.all(
        names
          .filter((name) => name.startsWith("shell-") && name !== CACHE)
          .map((name) => caches.delete(name)),
      );
      await self.clients.claim();
    })(),
  );
});

// A page that shows « une nouvelle version est prête » asks for the switch; one that is open in the
// background rings (src/shell/Alerts.svelte).
self.addEventListener("message", (event) => {
  if (event.data === "activate") void self.skipWaiting();
  const told = readNotice((event.data as { ring?: unknown } | null)?.ring);
  if (told) event.waitUntil(show(told, false));
});

self.addEventListener("push", (event) => {
  // A browser that was sent something must show something, or it is not let ring for long.
  const told = noticeIn(event.data) ?? { title: "FluxAsync", body: "", hash: "#/", lang: "fr" };
  event.waitUntil(
    (async () => {
      const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
      await show(
        told,
        pages.some((page) => page.focused),
      );
      // One that shows it already takes the notification away.
      for (const page of pages) page.postMessage({ shown: told.hash });
    })(),
  );
});

function noticeIn(data: PushMessageData | null): Told | null {
  try {
    return readNotice(data?.json());
  } catch {
    return null;
  }
}

async function show(told: Told, isQuiet: boolean): Promise<void> {
  const [shown] = await self.registration.getNotifications({ tag: told.hash });
  const memory = (shown?.data ?? null) as Memory | null;
  await self.registration.showNotification(told.title, noticeOf(told, memory, isQuiet, Date.now()));
}

// The browser changed its address by itself. Only a page can tell the API: the worker has no token.
self.addEventListener("pushsubscriptionchange", (event) => {
  const { oldSubscription, newSubscription } = event as ExtendableEvent & {
    oldSubscription?: PushSubscription | null;
    newSubscription?: PushSubscription | null;
  };
  (event as ExtendableEvent).waitUntil(
    (async () => {
      const key = oldSubscription?.options.applicationServerKey;
      if (!newSubscription && key)
        await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
      for (const page of await self.clients.matchAll({ type: "window" })) page.postMessage({ renewed: true });
    })(),
  );
});

// Back to the page, where it points to.
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { hash } = event.notification.data as { hash: string };
  event.waitUntil(
    (async () => {
      const [page] = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
      if (!page) {
        await self.clients.openWindow(`/${hash}`);
        return;
      }
      page.postMessage({ go: hash });
      await page.focus();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname === CONFIG) event.respondWith(networkFirst(request));
  else if (SHELL.includes(url.pathname)) event.respondWith(cacheFirst(request, url.pathname));
});

async function cacheFirst(request: Request, path: string): Promise<Response> {
  const kept = await caches.match(path, { cacheName: CACHE });
  return kept ?? fetch(request);
}

async function networkFirst(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(CONFIG, response.clone());
    return response;
  } catch (error) {
    const kept = await cache.match(CONFIG);
    if (kept) return kept;
    throw error;
  }
}
