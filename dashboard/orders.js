// Orders and deliveries: what was bought, where it goes, who brings it.

import { get, pages, post } from "./api.js";
import { change, deliveryStatus, failure, moment, money, orderStatus, outcome, phone, promised, until } from "./format.js";
import { append, chip, choice, confirmed, field, formDialog, h, icon, toast } from "./ui.js";

// A failed one still waits for the seller: to be moved to another day, or cancelled.
const CLOSED = new Set(["delivered", "cancelled"]);
const FILTERS = [["open", "En cours"], ["closed", "Terminées"], ["all", "Toutes"]];
// What was asked of the queue is done within seconds, or was refused.
const ASKED_MS = 15_000;

function isClosed(item) {
  return CLOSED.has(item.status);
}

/** A list of cards that pages and filters; `card` draws one item, `nothing` says there is none. */
class Cards {
  constructor({ title, path, card, nothing }) {
    Object.assign(this, { path, card, nothing });
    this.items = [];
    this.filter = "open";
    this.cursor = null;
    this.shown = 1;
    this.drawn = null;
    this.filters = h("div", { class: "filters", role: "group", "aria-label": "Filtrer" });
    this.list = h("div", { class: "cards" });
    this.more = h("button", { type: "button", class: "button wide more", hidden: true, on: { click: () => this.loadMore() } }, "Voir plus");
    this.element = h("section", { class: "sheet" }, h("div", { class: "sheet-head" }, h("h2", {}, title), this.filters), this.list, this.more);
    this.drawFilters();
  }

  drawFilters() {
    this.filters.replaceChildren();
    append(this.filters, FILTERS.map(([key, label]) =>
      h("button", { type: "button", "aria-pressed": String(this.filter === key), on: { click: () => this.choose(key) } }, label)));
  }

  choose(filter) {
    this.filter = filter;
    this.drawFilters();
    this.filters.querySelector("[aria-pressed=true]").focus();
    this.redraw();
  }

  async refresh() {
    const { items, cursor } = await pages(this.path, this.shown);
    this.items = items;
    this.cursor = cursor;
    this.loaded = true;
    this.draw();
  }

  async loadMore() {
    this.more.disabled = true;
    this.shown += 1;
    await this.refresh().catch((error) => toast(error.message));
    this.more.disabled = false;
  }

  /** Draws again although nothing came. */
  redraw() {
    this.drawn = null;
    this.draw();
  }

  draw() {
    const items = this.items.filter((item) => this.filter === "all" || isClosed(item) === (this.filter === "closed"));
    this.more.hidden = !this.cursor;
    const signature = JSON.stringify([items, this.loaded]);
    if (signature === this.drawn) return;
    this.drawn = signature;
    this.list.replaceChildren();
    append(this.list, items.map((item) => this.card(item)));
    if (items.length === 0 && this.loaded) this.list.append(h("p", { class: "empty" }, this.nothing(this.filter)));
  }
}

function person(label, { name, phone: number }) {
  return h("p", { class: "person" }, h("span", { class: "muted" }, label), h("span", {}, name || "Sans nom"),
    number && h("a", { class: "call", href: `tel:${number}` }, icon("phone"), phone(number)));
}

function fact(label, value) {
  return value && h("p", { class: "fact" }, h("span", { class: "muted" }, label), h("span", {}, value));
}

/** The view of `#/orders`. */
export function orders() {
  const asked = new Map();
  const face = (order) => JSON.stringify([order.status, order.moment]);
  // Once the order has changed, what was asked is done.
  const waiting = (order) => {
    const one = asked.get(order.id);
    return one?.face === face(order) ? one.what : undefined;
  };
  const ask = async (order, what, body) => {
    asked.set(order.id, { what, face: face(order) });
    view.redraw();
    setTimeout(() => {
      asked.delete(order.id);
      view.redraw();
    }, ASKED_MS);
    try {
      await post(`/orders/${encodeURIComponent(order.id)}/${what}`, body);
      await view.refresh();
    } catch (error) {
      asked.delete(order.id);
      view.redraw();
      throw error;
    }
  };
  const cancel = async (order) => {
    const sure = await confirmed(`Annuler la commande ${order.reference} ? Le client et le livreur seront prévenus.`, "Annuler la commande");
    if (sure) await ask(order, "cancel").catch((error) => toast(error.message));
  };
  const view = new Cards({
    title: "Commandes",
    path: "/orders",
    nothing: (filter) => (filter === "open" ? "Aucune commande en cours." : "Aucune commande."),
    card: (order) => orderCard(order, waiting(order), { cancel: () => cancel(order), move: () => moveDialog(order, (body) => ask(order, "reschedule", body)) }),
  });
  return view;
}

function moveDialog(order, move) {
  return formDialog({
    title: `Reprogrammer ${order.reference}`,
    submit: "Reprogrammer",
    fields: [
      field("Jour", "day", { type: "date", value: order.moment?.day, required: true }),
      choice("Moment", "period", [["morning", "Avant 12h"], ["afternoon", "Avant 18h"]], order.moment?.period),
    ],
    save: (form) => move({ day: form.elements.day.value, period: form.elements.period.value }),
  });
}

const ASKED = { cancel: "Annulation demandée…", reschedule: "Changement demandé…" };

function orderCard(order, asked, on) {
  return h("article", { class: "item" },
    h("header", {}, h("h3", {}, order.reference), chip(...orderStatus(order.status)), h("time", { class: "muted" }, moment(order.placed_at))),
    order.lines?.length > 0 && h("ul", { class: "lines" }, order.lines.map((line) =>
      h("li", {}, h("span", {}, `${line.quantity} × ${line.name}`), h("span", {}, money(line.total))))),
    h("p", { class: "total" }, h("span", {}, totalLabel(order.delivery_fee)), h("strong", {}, money(order.total))),
    fact("Prévue", promised(order.moment)),
    fact("Adresse", order.address?.text),
    order.contact && person("Client", order.contact),
    order.recipient && person("Reçoit", order.recipient),
    order.history?.length > 0 && h("ol", { class: "attempts", "aria-label": "Changements" }, order.history.map((one) =>
      h("li", {}, h("span", {}, change(one)), h("time", { class: "muted" }, moment(one.at))))),
    order.receipt && h("div", { class: "item-actions" },
      h("button", { type: "button", class: "button", on: { click: () => openReceipt(order) } }, `Reçu n° ${order.receipt.number}`)),
    !isClosed(order) && h("div", { class: "item-actions" },
      asked ? h("p", { class: "muted", role: "status" }, ASKED[asked]) : [
        h("button", { type: "button", class: "button", on: { click: on.move } }, "Reprogrammer"),
        h("button", { type: "button", class: "button danger", on: { click: on.cancel } }, "Annuler"),
      ]));
}

/** The address of a receipt is good for minutes: it is asked for when it is wanted. */
async function openReceipt(order) {
  // A window that opens after an answer would be taken for a pop-up.
  const page = window.open("", "_blank");
  try {
    const { url } = await get(`/orders/${encodeURIComponent(order.id)}/receipt`);
    if (page) page.location.href = url;
    else window.location.href = url;
  } catch (error) {
    page?.close();
    toast(error.message);
  }
}

function totalLabel(fee) {
  if (!fee) return "Total";
  return fee.amount > 0 ? `Total, livraison ${money(fee)} comprise` : "Total, livraison offerte";
}

/** The view of `#/deliveries`. */
export function deliveries() {
  return new Cards({
    title: "Livraisons",
    path: "/deliveries",
    nothing: (filter) => (filter === "open" ? "Aucune livraison en cours." : "Aucune livraison."),
    card: deliveryCard,
  });
}

function deliveryCard(delivery) {
  const { order, courier, attempts = [] } = delivery;
  return h("article", { class: "item" },
    h("header", {}, h("h3", {}, order?.reference ?? "Commande"), chip(...deliveryStatus(delivery.status)), h("time", { class: "muted" }, moment(delivery.delivered_at ?? delivery.created_at))),
    courier ? person("Livreur", { name: courier.name ?? "Livreur supprimé", phone: courier.phone }) : !isClosed(delivery) && h("p", { class: "muted" }, "Aucun livreur pour l’instant."),
    fact("Motif", failure(delivery.failure_reason)),
    fact("Essai", until(delivery.retry_at)),
    fact("Prévue", promised(delivery.promised)),
    fact("Adresse", order?.address?.text),
    delivery.collected ? fact("Encaissé", money(delivery.collected)) : !isClosed(delivery) && fact("À encaisser", money(delivery.due)),
    order?.contact && person("Client", order.contact),
    order?.recipient && person("Reçoit", order.recipient),
    attempts.length > 0 && h("ol", { class: "attempts", "aria-label": "Livreurs contactés" }, attempts.map(attemptLine)));
}

function attemptLine(attempt) {
  const state = attempt.expires_at ? `a jusqu’à ${until(attempt.expires_at)}` : outcome(attempt.outcome);
  return h("li", {}, h("span", {}, attempt.courier_name ?? "Livreur supprimé"), h("span", { class: "muted" }, `${state} · ${moment(attempt.offered_at)}`));
}
