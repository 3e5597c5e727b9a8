// The service worker keeps the built shell, so that the page opens without a network. It never
// touches the API: what the shop's data looked like is the data layer's to keep (src/data/persist.ts).

export {};
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

// A page that shows « une nouvelle version est prête » asks for the switch.
self.addEventListener("message", (event) => {
  if (event.data === "activate") void self.skipWaiting();
});

// A notification of the page's (src/shell/Alerts.svelte): back to the page, where it points to.
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
