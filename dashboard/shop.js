// What the seller keeps up to date: products, zones, couriers. One list and one form for each.

import { pages, patch, post, remove } from "./api.js";
import { money, phone } from "./format.js";
import { append, chip, confirmed, errorPlace, field, formDialog, h, icon, iconButton, tick } from "./ui.js";

// More pages than any shop fills; a cursor gone wrong does not loop for ever.
const ALL = 50;

/**
 * A list with a form. `kind` says how: `{title, path, add, nothing, line, fields, read, removal}`,
 * where `fields(item)` are the inputs, `read(form, item)` the body to send, `line(item)` the row.
 */
class Register {
  constructor(kind) {
    this.kind = kind;
    this.items = new Map();
    this.drawn = null;
    this.list = h("div", { class: "cards" });
    this.element = h("section", { class: "sheet" },
      h("div", { class: "sheet-head" }, h("h2", {}, kind.title),
        h("button", { type: "button", class: "button primary", on: { click: () => this.edit(null) } }, icon("plus"), h("span", {}, kind.add))),
      this.list);
  }

  // These lists are short; every page is read, so that what was removed elsewhere goes.
  async refresh() {
    const [list] = await Promise.all([pages(this.kind.path, ALL), this.kind.prepare?.()]);
    this.items = new Map(list.items.map((item) => [item.id, item]));
    this.loaded = true;
    this.draw();
  }

  draw() {
    const items = [...this.items.values()].sort((one, other) => String(one.name).localeCompare(String(other.name), "fr"));
    const signature = JSON.stringify([items, this.loaded]);
    if (signature === this.drawn) return;
    this.drawn = signature;
    this.list.replaceChildren();
    append(this.list, items.map((item) => h("article", { class: "item row" },
      h("div", { class: "item-text" }, this.kind.line(item)),
      iconButton("edit", `Modifier ${item.name}`, () => this.edit(item)))));
    if (items.length === 0 && this.loaded) this.list.append(h("p", { class: "empty" }, this.kind.nothing));
  }

  edit(item) {
    const path = item && `${this.kind.path}/${encodeURIComponent(item.id)}`;
    const removal = async (dialog) => {
      if (!(await confirmed(`${this.kind.removal} « ${item.name} » ?`, this.kind.removal))) return;
      try {
        await remove(path);
        dialog.close();
        await this.refresh();
      } catch (error) {
        dialog.querySelector(".form-error").textContent = error.message;
      }
    };
    return formDialog({
      title: item ? item.name : this.kind.add,
      fields: this.kind.fields(item),
      danger: item && { label: this.kind.removal, act: removal },
      save: async (form) => {
        const body = this.kind.read(form, item);
        await (item ? patch(path, body) : post(this.kind.path, body));
        await this.refresh();
      },
    });
  }
}

const valueOf = (form, name) => form.elements[name].value.trim();

function francs(text, currency) {
  const digits = text.replace(/[\s.]/gu, "");
  // What is no number goes as it is: the API says so beside the field.
  if (!/^\d+$/u.test(digits)) return digits === "" ? undefined : digits;
  return { amount: Number(digits), currency };
}

function priceField(label, name, value, hint = "") {
  return field(label, name, { inputmode: "numeric", autocomplete: "off", value: value?.amount, required: true }, hint);
}

/** The view of `#/products`; amounts are in `currency`. */
export function products(currency) {
  return new Register({
    title: "Catalogue",
    path: "/products",
    add: "Ajouter un produit",
    removal: "Supprimer",
    nothing: "Aucun produit. L’IA ne peut vendre que ce qui est au catalogue.",
    line: productLine,
    fields: (item) => [
      field("Nom", "name", { value: item?.name, required: true, maxlength: 120 }),
      priceField("Prix (FCFA)", "price", item?.price),
      field("Prix plancher (FCFA)", "floor_price", { inputmode: "numeric", autocomplete: "off", value: item?.floor_price?.amount }, "Le plus bas que l’IA peut accepter si le client négocie. Vide : prix fixe."),
      field("Description", "description", { rows: "3", value: item?.description ?? "" }, "Ce que l’IA peut en dire : matière, tailles, garantie…"),
      variantEditor(item),
      item && tick("En vente", "on_sale", item.on_sale !== false),
    ],
    read: (form, item) => ({
      name: valueOf(form, "name"),
      price: francs(valueOf(form, "price"), currency),
      // 0 takes an earlier floor away.
      floor_price: francs(valueOf(form, "floor_price") || "0", currency),
      description: valueOf(form, "description"),
      variants: variantsOf(form, item, currency),
      ...(item ? { on_sale: form.elements.on_sale.checked } : {}),
    }),
  });
}

function productLine(item) {
  const named = (item.variants ?? []).filter((variant) => variant.label);
  return [
    h("h3", {}, item.name, item.on_sale === false && chip("Retiré", "calm"), item.stock === 0 && chip("Épuisé", "bad")),
    h("p", { class: "price" }, h("strong", {}, money(item.price)), item.stock > 0 && h("span", { class: "muted" }, `${item.stock} en stock`)),
    named.length > 0 && h("p", { class: "tags" }, named.map((variant) =>
      h("span", { class: variant.stock === 0 ? "tag out" : "tag" }, `${variant.label} · ${variant.stock}`))),
  ];
}

// The API gives every variant the price of one unit, its own or the product's.
function hasOwnPrice(variant, item) {
  return Boolean(variant?.price && item) && variant.price.amount !== item.price.amount;
}

function variantEditor(item) {
  const rows = h("div", { class: "variants" });
  const add = (variant) => {
    const row = h("div", { class: "variant" },
      h("input", { "data-part": "label", name: "variants", "aria-label": "Taille, couleur", placeholder: "42 noir", maxlength: 40, value: variant?.label }),
      h("input", { "data-part": "stock", inputmode: "numeric", "aria-label": "Stock", placeholder: "Stock", value: variant?.stock, "data-was": variant?.stock }),
      h("input", { "data-part": "price", inputmode: "numeric", "aria-label": "Prix s’il diffère", placeholder: "Prix", value: hasOwnPrice(variant, item) ? variant.price.amount : null }),
      iconButton("close", "Retirer cette variante", () => row.remove()));
    rows.append(row);
    return row;
  };
  const variants = item?.variants?.length ? item.variants : [null];
  for (const variant of variants) add(variant);
  return h("fieldset", { class: "field" },
    h("legend", {}, "Variantes et stock"),
    h("small", {}, "Taille, couleur… Laissez le nom vide pour un modèle unique. Prix : seulement s’il diffère."),
    rows, errorPlace("variants"), errorPlace("stock"),
    h("button", { type: "button", class: "button", on: { click: () => add(null).querySelector("input").focus() } }, icon("plus"), "Ajouter une variante"));
}

function variantsOf(form, item, currency) {
  const variants = [];
  for (const row of form.querySelectorAll(".variant")) {
    const part = (name) => row.querySelector(`[data-part=${name}]`);
    const [label, stock, price] = ["label", "stock", "price"].map((name) => part(name).value.trim());
    const before = item?.variants?.find((variant) => (variant.label ?? "") === label);
    const variant = { label };
    // A stock nobody touched is not sent: an order may be taking from it at this moment.
    if (!before || stock !== (part("stock").dataset.was ?? "")) {
      if (stock !== "") variant.stock = /^\d+$/u.test(stock) ? Number(stock) : stock;
    }
    if (price !== "") variant.price = francs(price, currency);
    // An own price that was cleared becomes the product's again.
    else if (hasOwnPrice(before, item)) variant.price = francs(valueOf(form, "price"), currency);
    variants.push(variant);
  }
  return variants;
}

/** The view of `#/zones`. */
export function zones(currency) {
  return new Register({
    title: "Zones de livraison",
    path: "/zones",
    add: "Ajouter une zone",
    removal: "Supprimer",
    nothing: "Aucune zone. Sans zone, aucune livraison ne peut être promise.",
    line: (item) => [
      h("h3", {}, item.name),
      h("p", { class: "price" }, h("strong", {}, money(item.fee)), h("span", { class: "muted" }, "de livraison")),
      item.communes?.length > 0 && h("p", { class: "tags" }, item.communes.map((name) => h("span", { class: "tag" }, name))),
    ],
    fields: (item) => [
      field("Nom de la zone", "name", { value: item?.name, required: true }, "Par exemple Cocody."),
      priceField("Frais de livraison (FCFA)", "fee", item?.fee, "0 si la livraison est offerte."),
      field("Communes et quartiers couverts", "communes", { rows: "3", value: (item?.communes ?? []).join(", ") }, "Séparés par des virgules."),
    ],
    read: (form) => ({
      name: valueOf(form, "name"),
      fee: francs(valueOf(form, "fee"), currency),
      communes: valueOf(form, "communes").split(/[,\n;]/u).map((name) => name.trim()).filter(Boolean),
    }),
  });
}

function zonesOf(courier) {
  if (!courier.zones?.length) return "Toutes les zones";
  // A courier whose zones are all gone serves none, which differs from having named none.
  return courier.zone_names?.join(", ") || "Zones supprimées : aucune course";
}

/** The view of `#/couriers`. */
export function couriers() {
  let known = [];
  return new Register({
    title: "Livreurs",
    path: "/couriers",
    add: "Ajouter un livreur",
    removal: "Supprimer",
    nothing: "Aucun livreur. Ajoutez ceux qui livrent pour vous : ils recevront les courses sur WhatsApp.",
    prepare: async () => {
      known = (await pages("/zones", ALL)).items;
    },
    line: (item) => [
      h("h3", {}, item.name, item.available === false ? chip("Indisponible", "calm") : chip("Disponible", "good")),
      h("p", {}, h("a", { class: "call", href: `tel:${item.phone}` }, icon("phone"), phone(item.phone))),
      h("p", { class: "muted" }, zonesOf(item)),
    ],
    fields: (item) => [
      field("Nom", "name", { value: item?.name, required: true }),
      field("Numéro WhatsApp", "phone", { type: "tel", inputmode: "tel", value: item?.phone, placeholder: "07 01 02 03 04", required: true }),
      known.length > 0 && h("fieldset", { class: "field" }, h("legend", {}, "Zones"), h("small", {}, "Aucune cochée : toutes."),
        known.map((zone) => tick(zone.name, "zones", item?.zones?.includes(zone.id), zone.id)), errorPlace("zones")),
      tick("Disponible", "available", item?.available !== false),
    ],
    read: (form) => ({
      name: valueOf(form, "name"),
      phone: valueOf(form, "phone"),
      zones: new FormData(form).getAll("zones"),
      available: form.elements.available.checked,
    }),
  });
}
