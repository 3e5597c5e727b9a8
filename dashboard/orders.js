// Orders and deliveries: what was bought, where it goes, who brings it.

import { page, post } from "./api.js";
import { address, deliveryStatus, instant, kindOf, moment, money, orderStatus, outcome, phone, promised } from "./format.js";
import { append, chip, confirmed, h, icon, toast } from "./ui.js";

const CLOSED = new Set(["delivered", "failed", "cancelled"]);
const FILTERS = [["open", "En cours"], ["closed", "Terminées"], ["all", "Toutes"]];

function isClosed(item) {
  return CLOSED.has(kindOf(item.status));
}

function isShown(item, filter) {
  return filter === "all" || isClosed(item) === (filter === "closed");
}

/** A list of cards that pages and filters; `card` draws one item, `nothing` says there is none. */
class Cards {
  constructor({ title, path, card, nothing }) {
    Object.assign(this, { path, card, nothing });
    this.items = new Map();
    this.filter = "open";
    this.cursor = null;
    this.older = false;
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
    const first = await page(this.path);
    if (!this.older) this.cursor = first.cursor;
    this.take(first.items);
  }

  async loadMore() {
    this.more.disabled = true;
    try {
      const next = await page(this.path, this.cursor);
      this.older = true;
      this.cursor = next.cursor;
      this.take(next.items);
    } catch (error) {
      toast(error.message);
    } finally {
      this.more.disabled = false;
    }
  }

  take(items) {
    for (const item of items) this.items.set(item.id ?? item.order_id ?? item.reference, item);
    this.loaded = true;
    this.draw();
  }

  /** Draws again although nothing came. */
  redraw() {
    this.drawn = null;
    this.draw();
  }

  draw() {
    const date = (item) => instant(item.placed_at ?? item.created_at ?? item.updated_at ?? item.at) || 0;
    const items = [...this.items.values()].sort((one, other) => date(other) - date(one)).filter((item) => isShown(item, this.filter));
    const signature = JSON.stringify([items, this.loaded]);
    this.more.hidden = !this.cursor;
    if (signature === this.drawn) return;
    this.drawn = signature;
    this.list.replaceChildren();
    append(this.list, items.map((item) => this.card(item)));
    if (items.length === 0 && this.loaded) this.list.append(h("p", { class: "empty" }, this.nothing(this.filter)));
  }
}

function person(contact, label) {
  if (!contact?.name && !contact?.phone) return null;
  return h("p", { class: "person" }, h("span", { class: "muted" }, label), h("span", {}, contact.name ?? ""),
    contact.phone && h("a", { class: "call", href: `tel:${contact.phone}` }, icon("phone"), phone(contact.phone)));
}

function fact(label, value) {
  return value && h("p", { class: "fact" }, h("span", { class: "muted" }, label), h("span", {}, value));
}

function reference(item) {
  return item.reference ?? item.order_reference ?? item.order?.reference ?? String(item.order_id ?? item.id ?? "").slice(-6).toUpperCase();
}

/** The view of `#/orders`. */
export function orders() {
  const asked = new Set();
  const cancel = async (order) => {
    if (!(await confirmed(`Annuler la commande ${reference(order)} ? Le client et le livreur seront prévenus.`, "Annuler la commande"))) return;
    asked.add(order.id);
    view.redraw();
    try {
      await post(`/orders/${encodeURIComponent(order.id)}/cancel`);
      await view.refresh();
    } catch (error) {
      asked.delete(order.id);
      view.redraw();
      toast(error.message);
    }
  };
  const view = new Cards({
    title: "Commandes",
    path: "/orders",
    nothing: (filter) => (filter === "open" ? "Aucune commande en cours." : "Aucune commande."),
    card: (order) => orderCard(order, asked.has(order.id), () => cancel(order)),
  });
  return view;
}

function orderCard(order, asked, cancel) {
  const total = order.total ?? order.totals?.total;
  const fee = order.delivery_fee ?? order.totals?.delivery_fee;
  const open = !isClosed(order);
  return h("article", { class: "item" },
    h("header", {}, h("h3", {}, reference(order)), chip(...orderStatus(order.status)), h("time", { class: "muted" }, moment(order.placed_at ?? order.created_at))),
    order.lines?.length > 0 && h("ul", { class: "lines" }, order.lines.map(orderLine)),
    h("p", { class: "total" }, h("span", {}, fee ? `Total, livraison ${money(fee)} comprise` : "Total"), h("strong", {}, money(total))),
    fact("Livraison", promised(order.moment ?? order.promised)),
    fact("Adresse", address(order.address)),
    person(order.contact ?? { name: order.contact_name, phone: order.contact_phone }, "Client"),
    open && h("div", { class: "item-actions" }, h("button", { type: "button", class: "button danger", disabled: asked, on: { click: cancel } }, asked ? "Annulation demandée…" : "Annuler")));
}

function orderLine(line) {
  const price = line.line_total ?? line.total ?? (line.unit_price && { ...line.unit_price, amount: line.unit_price.amount * (line.quantity ?? 1) });
  const name = [line.name, line.variant_label].filter(Boolean).join(" ");
  return h("li", {}, h("span", {}, `${line.quantity ?? 1} × ${name}`), h("span", {}, money(price)));
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
  const courier = delivery.courier ?? { name: delivery.courier_name, phone: delivery.courier_phone };
  const attempts = delivery.attempts;
  const asked = Array.isArray(attempts) ? attempts.length : Number(attempts ?? 0);
  return h("article", { class: "item" },
    h("header", {}, h("h3", {}, reference(delivery)), chip(...deliveryStatus(delivery.status)), h("time", { class: "muted" }, moment(delivery.updated_at ?? delivery.created_at))),
    person(courier, "Livreur") ?? h("p", { class: "muted" }, "Aucun livreur pour l’instant."),
    fact("Livraison", promised(delivery.moment ?? delivery.promised)),
    fact("Adresse", delivery.address && address(delivery.address)),
    person(delivery.contact, "Client"),
    fact("Encaissé", money(delivery.collected ?? delivery.status?.collected)),
    fact("À encaisser", money(delivery.to_collect)),
    asked > 0 && h("p", { class: "muted" }, asked > 1 ? `${asked} livreurs contactés` : "1 livreur contacté"),
    Array.isArray(attempts) && attempts.length > 0 && h("ol", { class: "attempts" }, attempts.map((attempt) =>
      h("li", {}, h("span", {}, attempt.courier?.name ?? attempt.courier_name ?? attempt.name ?? "Livreur"),
        h("span", { class: "muted" }, [outcome(attempt.outcome ?? attempt.status), moment(attempt.offered_at ?? attempt.at)].filter(Boolean).join(" · "))))));
}
