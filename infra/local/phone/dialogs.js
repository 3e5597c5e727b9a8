// The page's questions: add a person, click an advertisement, pick a row or a place.

import { append, h, icon } from "./dom.js";

/**
 * Opens a modal form and resolves with its values (an object of strings), or null when it was
 * closed. `fields` are nodes; inputs are read by their names.
 */
export function ask({ title, fields, submit }) {
  return new Promise((resolve) => {
    let answer = null;
    const dialog = h("dialog", { class: "dialog", "aria-label": title });
    const form = h("form", {
      method: "dialog",
      on: {
        submit: (event) => {
          event.preventDefault();
          answer = Object.fromEntries(new FormData(form));
          dialog.close();
        },
      },
    });
    append(form, [
      h("h2", {}, title),
      h("div", { class: "dialog-fields" }, fields),
      h(
        "div",
        { class: "dialog-actions" },
        h("button", { type: "button", class: "plain", on: { click: () => dialog.close() } }, "Annuler"),
        submit && h("button", { type: "submit", class: "primary" }, submit),
      ),
    ]);
    dialog.append(form);
    // A tap on the backdrop closes, as on a phone.
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** A labelled input; `props` go to the input. */
export function field(label, name, props = {}, hint = "") {
  return h("label", { class: "field" }, h("span", {}, label), h("input", { name, ...props }), hint && h("small", {}, hint));
}

/** A labelled choice among `[value, text]` pairs. */
export function choice(label, name, options, selected) {
  return h(
    "label",
    { class: "field" },
    h("span", {}, label),
    h("select", { name }, options.map(([value, text]) => h("option", { value, selected: value === selected }, text))),
  );
}

/** A list of choices that answer at once; resolves with the chosen item or null. */
export function pick({ title, groups, chosen = new Set() }) {
  return new Promise((resolve) => {
    let answer = null;
    const dialog = h("dialog", { class: "dialog sheet", "aria-label": title });
    const row = (item) =>
      h(
        "button",
        {
          type: "button",
          class: `pick${chosen.has(item.key) ? " used" : ""}`,
          on: {
            click: () => {
              answer = item;
              dialog.close();
            },
          },
        },
        h("span", { class: "pick-text" }, h("strong", {}, item.title), item.description && h("span", {}, item.description)),
        chosen.has(item.key) && icon("tick"),
      );
    append(dialog, [
      h("div", { class: "sheet-head" }, h("h2", {}, title), h("button", { type: "button", class: "icon-button", "aria-label": "Fermer", on: { click: () => dialog.close() } }, icon("close"))),
      groups.map((group) => [group.title && h("h3", {}, group.title), h("div", { class: "picks" }, group.items.map(row))]),
    ].flat(2));
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Asks who is added; resolves with `{wa_id, name, role}` or null. */
export async function askPerson() {
  const answer = await ask({
    title: "Ajouter une personne",
    submit: "Ajouter",
    fields: [
      field("Nom", "name", { required: true, autocomplete: "off", maxlength: 60 }),
      field("Numéro WhatsApp", "wa_id", { required: true, type: "tel", inputmode: "tel", placeholder: "+225 07 01 02 03 04", pattern: "[+0-9 .\\-]{8,22}" }, "Avec l’indicatif du pays."),
      choice("Rôle", "role", [["prospect", "Prospect"], ["courier", "Coursier"], ["seller", "Vendeur ou vendeuse"]], "prospect"),
    ],
  });
  if (!answer) return null;
  const digits = answer.wa_id.replace(/\D/gu, "").replace(/^00/u, "");
  return { wa_id: digits, name: answer.name.trim(), role: answer.role };
}

// Products of the demo shop (infra/local/seed), as its advertisements would name them.
const ADS = [
  { headline: "Sneakers blanches Lagune", body: "25 000 FCFA. Livraison à Abidjan, paiement à la livraison." },
  { headline: "Robe wax Akissi", body: "22 000 FCFA, du S au XL. Livrée demain." },
  { headline: "Sac à main Cocody", body: "28 000 FCFA, trois couleurs." },
  { headline: "Montre acier Marcory", body: "32 000 FCFA, livrée en coffret." },
];

/**
 * Asks which advertisement is clicked, by whom and for which shop. Resolves with
 * `{waId, phoneNumberId, message}`, the message carrying the referral, or null.
 */
export async function askAd({ prospects, shops, waId }) {
  const headline = field("Titre de la publicité", "headline", { required: true, list: "ad-headlines", autocomplete: "off", value: ADS[0].headline });
  const body = field("Texte de la publicité", "body", { autocomplete: "off", value: ADS[0].body });
  const text = field("Premier message", "text", { required: true, autocomplete: "off", value: "Bonjour, je suis intéressé(e) par cette offre." });
  const presets = h(
    "div",
    { class: "chips" },
    ADS.map((ad) =>
      h("button", {
        type: "button",
        class: "chip",
        on: {
          click: () => {
            headline.querySelector("input").value = ad.headline;
            body.querySelector("input").value = ad.body;
          },
        },
      }, ad.headline)),
  );
  const answer = await ask({
    title: "Cliquer sur une pub",
    submit: "Cliquer et écrire",
    fields: [
      choice("Qui clique", "wa_id", prospects.map((person) => [person.wa_id, person.name]), waId),
      shops.length > 1 && choice("Boutique", "phone_number_id", shops.map((shop) => [shop.phone_number_id, shop.name])),
      presets, headline, body, text,
    ],
  });
  if (!answer) return null;
  const sourceId = digitsAtRandom(17);
  return {
    waId: answer.wa_id,
    phoneNumberId: answer.phone_number_id ?? shops[0].phone_number_id,
    message: {
      type: "text",
      text: answer.text.trim(),
      referral: {
        headline: answer.headline.trim(),
        body: answer.body.trim(),
        source_id: sourceId,
        source_url: `https://fb.me/${sourceId.slice(0, 9)}`,
        ctwa_clid: `ARA${digitsAtRandom(24)}`,
      },
    },
  };
}

function digitsAtRandom(length) {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte, index) => (index === 0 ? 1 + (byte % 9) : byte % 10)).join("");
}
