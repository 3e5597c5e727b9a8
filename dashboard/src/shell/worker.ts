import { i18n } from "../i18n/index.svelte";
import { toast } from "../ui/toasts.svelte";

/** Installs the service worker, and offers the next version of the page when there is one. */
export function installWorker(): void {
  if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return;
  const container = navigator.serviceWorker;
  // The first worker takes over a page that needs no reload.
  const isUpdate = container.controller !== null;
  container.addEventListener("controllerchange", () => {
    if (isUpdate) location.reload();
  });
  void container.register("/sw.js").then(
    (registration) => {
      if (registration.waiting) offer(registration.waiting);
      registration.addEventListener("updatefound", () => {
        const worker = registration.installing;
        worker?.addEventListener("statechange", () => {
          if (worker.state === "installed" && isUpdate) offer(worker);
        });
      });
    },
    // Without a worker (private windows) the page only needs the network to open.
    () => undefined,
  );
}

function offer(worker: ServiceWorker): void {
  toast(i18n.t.app.newVersion, { label: i18n.t.app.reload, run: () => worker.postMessage("activate") });
}
