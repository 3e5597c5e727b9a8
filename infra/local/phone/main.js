// The page: who has a phone, which phones are on the table, and the stream that keeps them fresh.

import { addPerson, fetchState, fetchTelephone, subscribe, subscribeTelephone } from "./api.js";
import { askAd, askPerson } from "./dialogs.js";
import { append, avatar, h, icon, toast } from "./dom.js";
import { Phone, ROLE_NAMES, unreadOf } from "./phone.js";

const SAVED = "fluxasync.phones";
const GROUPS = [["prospect", "Prospects"], ["courier", "Coursiers"], ["seller", "Vendeur(se)s"]];

const panes = document.getElementById("panes");
const people = document.getElementById("people");
const linkState = document.getElementById("link-state");

let state = { businesses: [], people: [], threads: [] };
let phones = [];
let loading = null;
let stale = false;

function capacity() {
  if (innerWidth < 760) return 1;
  return Math.max(1, Math.min(3, Math.floor((innerWidth - 250) / 330)));
}

function save() {
  const open = phones.map((phone) => [phone.person.wa_id, phone.shown]);
  sessionStorage.setItem(SAVED, JSON.stringify(open));
}

function restore() {
  let open = [];
  try {
    open = JSON.parse(sessionStorage.getItem(SAVED) ?? "[]");
  } catch {
    // What another version saved is not worth an error.
  }
  const firstTime = open.length === 0;
  if (firstTime) {
    open = GROUPS.map(([role]) => state.people.find((person) => person.role === role))
      .filter(Boolean)
      .map((person) => [person.wa_id, null]);
  }
  for (const [waId, shown] of open.slice(0, capacity())) {
    const person = state.people.find((one) => one.wa_id === waId);
    if (person) openPhone(person, shown);
  }
}

/** Brings somebody's phone to the table; the one opened longest ago makes room. */
function openPhone(person, shown = null) {
  let phone = phones.find((one) => one.person.wa_id === person.wa_id);
  if (!phone) {
    phone = new Phone(person, state, { close: () => closePhone(phone), ad: clickAd, move: () => { save(); drawRail(); } });
    phones.push(phone);
    while (phones.length > capacity()) shut(phones[0]);
    phone.start(shown);
    arrange();
  }
  phone.element.scrollIntoView({ block: "nearest", inline: "nearest" });
  return phone;
}

function shut(phone) {
  phone.leaveChat();
  phone.element.remove();
  phones = phones.filter((one) => one !== phone);
}

function closePhone(phone) {
  shut(phone);
  arrange();
}

function arrange() {
  for (const phone of phones) {
    if (phone.element.parentNode !== panes) panes.append(phone.element);
  }
  panes.querySelector(".welcome")?.remove();
  if (phones.length === 0) panes.append(welcome());
  panes.dataset.count = String(phones.length);
  save();
  drawRail();
}

function welcome() {
  const text = state.people.length
    ? "Choisissez une personne pour prendre son téléphone."
    : "Personne encore : ajoutez un prospect, un coursier ou un vendeur.";
  return h("p", { class: "welcome" }, text);
}

function drawRail() {
  const focused = document.activeElement?.dataset?.waId;
  people.replaceChildren();
  for (const [role, title] of GROUPS) {
    const members = state.people.filter((person) => person.role === role);
    if (members.length === 0) continue;
    people.append(h("div", { class: "group" }, h("h2", {}, title), members.map(railButton)));
  }
  if (focused) people.querySelector(`[data-wa-id="${CSS.escape(focused)}"]`)?.focus();
}

function railButton(person) {
  const unread = unreadOf(state, person);
  const open = phones.some((phone) => phone.person.wa_id === person.wa_id);
  return h(
    "button",
    {
      type: "button", class: "person", "data-wa-id": person.wa_id, "aria-pressed": String(open),
      on: { click: () => openPhone(person) },
    },
    avatar(person.name, person.wa_id),
    h("span", { class: "person-text" }, h("strong", {}, person.name), h("span", {}, ROLE_NAMES[person.role] ?? person.role)),
    unread > 0 && h("span", { class: "badge", "aria-label": `${unread} non lu${unread > 1 ? "s" : ""}` }, String(unread)),
  );
}

/** Reads the state again; a call made meanwhile leads to one more read. */
async function reload() {
  if (loading) {
    stale = true;
    return loading;
  }
  loading = (async () => {
    do {
      stale = false;
      state = await fetchState();
      for (const phone of phones) phone.update(state);
      drawRail();
    } while (stale);
  })();
  try {
    await loading;
  } catch (error) {
    toast(error.message);
  } finally {
    loading = null;
  }
}

async function clickAd(person = null) {
  const prospects = state.people.filter((one) => one.role === "prospect");
  const shops = state.businesses.filter((one) => one.kind === "seller");
  if (prospects.length === 0) return toast("Ajoutez d’abord un prospect.");
  if (shops.length === 0) return toast("Aucun vendeur n’a encore connecté son numéro WhatsApp.");
  const inFront = person ?? phones.find((phone) => phone.person.role === "prospect")?.person;
  const click = await askAd({ prospects, shops, waId: inFront?.wa_id });
  if (!click) return undefined;
  const phone = openPhone(prospects.find((one) => one.wa_id === click.waId));
  return phone.arrive(click.phoneNumberId, click.message);
}

async function addSomebody() {
  const person = await askPerson();
  if (!person) return;
  try {
    await addPerson(person);
    await reload();
    const added = state.people.find((one) => one.wa_id === person.wa_id);
    if (added) openPhone(added);
  } catch (error) {
    toast(error.message);
  }
}

function labelAction(id, iconName, label, listener) {
  const button = document.getElementById(id);
  append(button, [icon(iconName), h("span", {}, label)]);
  button.addEventListener("click", () => listener());
}

function refreshAll(event) {
  reload();
  for (const phone of phones) phone.changed(event);
}

/** A call or a text message came, somewhere; a phone that is put away is heard all the same. */
async function telephoneChanged(waId) {
  const open = phones.filter((phone) => waId === null || phone.person.wa_id === waId);
  for (const phone of open) phone.telephone.refresh();
  const person = open.length === 0 && state.people.find((one) => one.wa_id === waId);
  if (!person) return;
  try {
    const { calls } = await fetchTelephone(waId);
    if (calls.some((call) => call.status === "ringing")) toast(`Le téléphone de ${person.name} sonne.`);
  } catch (error) {
    toast(error.message);
  }
}

async function start() {
  labelAction("click-ad", "ad", "Cliquer sur une pub", clickAd);
  labelAction("add-person", "plus", "Ajouter une personne", addSomebody);
  await reload();
  restore();
  arrange();
  subscribe(refreshAll, (up) => {
    linkState.textContent = up ? "" : "Connexion au simulateur perdue, nouvelle tentative…";
  });
  subscribeTelephone(telephoneChanged);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") refreshAll(null);
  });
  addEventListener("resize", () => {
    const before = phones.length;
    while (phones.length > capacity()) shut(phones[0]);
    if (phones.length !== before) arrange();
  });
}

start();
