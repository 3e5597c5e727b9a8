// The page: in or out, which view, and the clock that keeps it fresh.

import { configure, get, isSignedIn, post, signOut } from "./api.js";
import { showAuth } from "./auth.js";
import { Conversations } from "./conversations.js";
import { phone, until } from "./format.js";
import { deliveries, orders } from "./orders.js";
import { editSettings } from "./settings.js";
import { couriers, products, zones } from "./shop.js";
import { append, h, icon, iconButton, toast } from "./ui.js";

const POLL_MS = 3000;
// The connection changes rarely: it is read on every tenth poll, and when the page comes back.
const POLLS_PER_PROFILE = 10;

const TABS = [
  ["conversations", "Conversations", () => new Conversations()],
  ["orders", "Commandes", orders],
  ["deliveries", "Livraisons", deliveries],
  ["products", "Catalogue", () => products(currency())],
  ["zones", "Zones", () => zones(currency())],
  ["couriers", "Livreurs", couriers],
];

const root = document.getElementById("root");

let config = null;
let seller = null;
let health = null;
let shell = null;
let tab = null;
let view = null;
let timer = 0;
let polls = 0;

function currency() {
  return seller?.currency ?? "XOF";
}

function isConnected() {
  return seller?.status === "active";
}

// Access was given once, and does not stand any more.
function isCutOff() {
  return isConnected() && health?.connected === false;
}

function showIn() {
  shell = {
    name: h("strong", {}, seller?.shop_name ?? "FluxAsync"),
    state: h("span", { class: "state" }),
    offline: h("p", { class: "offline", role: "status", hidden: true }, "Connexion perdue, nouvelle tentative…"),
    connect: h("div", {}),
    main: h("main", { class: "main", id: "main" }),
    nav: h("nav", { class: "tabs", "aria-label": "Rubriques" }),
  };
  append(shell.nav, TABS.map(([key, label]) => h("a", { href: `#/${key}`, "data-tab": key }, icon(key), h("span", {}, label))));
  root.replaceChildren(h("div", { class: "shell" },
    h("header", { class: "top" }, h("div", { class: "top-text" }, shell.name, shell.state), config.phone_page && h("a", { class: "icon-button", href: config.phone_page, "aria-label": "Téléphones de démonstration", title: "Téléphones de démonstration" }, icon("demo")),
      iconButton("settings", "Réglages de la boutique", openSettings),
      iconButton("leave", "Se déconnecter", () => leave())),
    shell.nav, h("div", { class: "body" }, shell.offline, shell.connect, shell.main)));
  tab = null;
  view = null;
}

async function openSettings() {
  try {
    await editSettings();
  } catch (error) {
    toast(error.message);
  }
}

function leave(notice = "") {
  signOut();
  clearTimeout(timer);
  view?.leave?.();
  view = null;
  seller = null;
  health = null;
  shell = null;
  showAuth(root, { entered: enter, notice, phonePage: config?.phone_page });
}

function drawProfile() {
  shell.name.textContent = seller?.shop_name ?? "FluxAsync";
  const number = seller?.whatsapp?.display_phone_number;
  const connected = isConnected() && !isCutOff();
  const signature = JSON.stringify([connected, number, seller?.onboarding_step, seller?.onboarding_refusal, health?.sending, health?.campaigns]);
  if (shell.drawn === signature) return;
  shell.drawn = signature;
  shell.state.className = `state ${connected ? "on" : "off"}`;
  shell.state.replaceChildren(h("span", {}, connected ? "WhatsApp connecté" : "WhatsApp non connecté"));
  if (connected && number) shell.state.append(h("span", {}, phone(number)));
  shell.connect.replaceChildren();
  append(shell.connect, [healthCard(), !isConnected() && connectCard()]);
}

// Why messages, or campaigns, do not leave.
function healthCard() {
  const stop = health?.sending ?? health?.campaigns;
  if (!stop) return null;
  const end = until(stop.until);
  const notice = h("p", { class: "form-error", role: "alert" });
  const button = isCutOff() && h("button", { type: "button", class: "button primary", on: { click: () => connect(button, notice) } }, "Reconnecter mon numéro");
  return h("section", { class: `connect ${health.sending ? "stopped" : "slowed"}`, role: "status" },
    h("p", {}, stop.sentence, end && ` Jusqu’à ${end}.`), notice, button);
}

// Facebook gave what it had to give, and a later step stopped.
function canResume() {
  return !["registered", "link_issued", "code_exchanged", "active", undefined].includes(seller?.onboarding_step);
}

function connectCard() {
  const resumable = canResume();
  const stopped = resumable || Boolean(seller?.onboarding_refusal);
  const notice = h("p", { class: "form-error", role: "alert" });
  const button = h("button", { type: "button", class: `button${resumable ? "" : " primary"}`, on: { click: () => connect(button, notice) } }, "Connecter mon WhatsApp Business");
  const again = resumable && h("button", { type: "button", class: "button primary", on: { click: () => resume(again, notice) } }, "Reprendre là où elle s’est arrêtée");
  return h("section", { class: "connect" },
    h("h2", {}, stopped ? "La connexion n’est pas terminée" : "Connectez votre WhatsApp Business"),
    h("p", {}, "Facebook vous demandera de choisir votre numéro. Dès qu’il est connecté, l’IA répond à vos prospects."),
    notice, again, button);
}

async function resume(button, notice) {
  button.disabled = true;
  notice.textContent = "";
  try {
    await post("/onboarding/resume");
    await readProfile();
  } catch (error) {
    notice.textContent = error.message;
  } finally {
    button.disabled = false;
  }
}

async function connect(button, notice) {
  button.disabled = true;
  notice.textContent = "";
  try {
    const { url } = await get("/onboarding/link");
    location.assign(url);
  } catch (error) {
    button.disabled = false;
    notice.textContent = error.message;
  }
}

async function readProfile() {
  const data = await get("/me");
  seller = data?.seller ?? null;
  health = data?.health ?? null;
  if (shell) drawProfile();
}

/** Shows what the address says: `#/conversations/conv_1`. */
function route() {
  if (!shell) return;
  const [, key = "", id = null] = location.hash.split("/");
  const [name, label, make] = TABS.find(([one]) => one === key) ?? TABS[0];
  if (name !== tab) {
    view?.leave?.();
    tab = name;
    view = make();
    shell.main.replaceChildren(view.element);
    shell.main.className = `main view-${name}`;
    document.title = `${label} · FluxAsync`;
    for (const link of shell.nav.children) {
      if (link.dataset.tab === name) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    poll();
  }
  if (name === "conversations") view.open(id && decodeURIComponent(id));
  shell.main.classList.toggle("reading", Boolean(id));
  root.classList.toggle("reading", Boolean(id));
}

async function poll() {
  clearTimeout(timer);
  if (!shell || document.visibilityState !== "visible") return;
  const current = view;
  try {
    if (polls % POLLS_PER_PROFILE === 0 || !isConnected()) await readProfile();
    polls += 1;
    await current?.refresh();
    if (shell) shell.offline.hidden = true;
  } catch (error) {
    // A lost network is said quietly and tried again; a refusal is worth a word.
    if (shell) {
      shell.offline.hidden = error.status !== 0 && error.status < 500;
      if (shell.offline.hidden) toast(error.message);
    }
  }
  // Another view may have started its own clock meanwhile.
  if (shell && current === view) {
    clearTimeout(timer);
    timer = setTimeout(poll, POLL_MS);
  }
}

async function enter() {
  polls = 0;
  try {
    await readProfile();
    polls = 1;
  } catch (error) {
    if (!isSignedIn()) return;
    toast(error.message);
  }
  showIn();
  drawProfile();
  route();
}

async function start() {
  try {
    config = await configure(() => leave("Votre session est terminée : reconnectez-vous."));
  } catch (error) {
    root.replaceChildren(h("p", { class: "loading" }, error.message));
    return;
  }
  addEventListener("hashchange", route);
  document.addEventListener("visibilitychange", () => {
    polls = 0;
    poll();
  });
  if (isSignedIn()) await enter();
  else leave();
}

start();
