// One message as WhatsApp draws it. Everything that came over the wire is set as text.

import { mediaUrl } from "./api.js";
import { append, h, icon, spoken } from "./dom.js";
import { anchor, phoneLabel, richText, timeOf } from "./format.js";
import {
  choiceOf, contextId, failureOf, isMine, partOf, referralOf, summaryOf, templateOf,
} from "./message.js";

/**
 * The row of a message. `context` is `{first, quoted, tapped, businessName, act}`: whether it
 * opens a run of one sender, the message it answers, the keys tapped under it, and what to do on
 * a tap.
 */
export function bubbleRow(message, context) {
  const mine = isMine(message);
  const failure = failureOf(message);
  // What the business failed to send never reached this phone: it is shown, but cannot be answered.
  const lost = !mine && failure !== null;
  const row = h("div", {
    class: `row ${mine ? "mine" : "theirs"}${context.first ? " first" : ""}${lost ? " lost" : ""}`,
    "data-wamid": message.wamid,
  });
  const bubble = h("div", { class: `bubble kind-${message.type}` }, spoken(mine ? "Vous : " : `${context.businessName} : `));
  const referral = referralOf(message);
  if (referral) bubble.append(adCard(referral));
  if (context.quoted) bubble.append(quote(context.quoted, context.businessName));
  const content = contentOf(message, context);
  append(bubble, content.inside);
  bubble.append(stamp(message, mine));
  row.append(bubble);
  if (!lost) append(row, content.below ?? []);
  if (failure) row.append(h("p", { class: "failure" }, icon("alert"), lost ? `Non reçu. ${failure}` : failure));
  return row;
}

function stamp(message, mine) {
  return h("span", { class: "stamp" }, h("time", { datetime: new Date(message.at).toISOString() }, timeOf(message.at)), mine && ticks(message));
}

const TICKS = {
  pending: ["clock", "En attente"],
  accepted: ["tick", "Envoyé"],
  sent: ["tick", "Envoyé"],
  delivered: ["ticks", "Distribué"],
  read: ["ticks", "Lu"],
  played: ["ticks", "Écouté"],
  failed: ["alert", "Échec"],
};

function ticks(message) {
  const status = failureOf(message) ? "failed" : message.status;
  const [name, label] = TICKS[status] ?? TICKS.sent;
  return h("span", { class: `ticks ticks-${status}`, title: label }, icon(name), spoken(` ${label}`));
}

function adCard(referral) {
  return h(
    "div",
    { class: "ad-card" },
    h("span", { class: "ad-label" }, icon("ad"), "Publicité"),
    referral.headline && h("strong", {}, referral.headline),
    referral.body && h("span", { class: "ad-body" }, referral.body),
    referral.source_url && h("span", { class: "ad-link" }, referral.source_url),
  );
}

function quote(quoted, businessName) {
  return h(
    "div",
    { class: "quote" },
    h("strong", {}, isMine(quoted) ? "Vous" : businessName),
    h("span", {}, summaryOf(quoted)),
  );
}

/** `{inside, below}`: what goes in the bubble and the buttons under it. */
function contentOf(message, context) {
  const part = partOf(message);
  const choice = choiceOf(message);
  if (choice) return { inside: [text(choice.title)] };
  switch (message.type) {
    case "text":
      return { inside: [text(part.body)] };
    case "image":
    case "sticker":
      return { inside: [picture(part), part.caption && text(part.caption)] };
    case "audio":
    case "voice":
      return { inside: [h("audio", { controls: true, preload: "metadata", src: sourceOf(part) })] };
    case "video":
      return { inside: [h("video", { controls: true, preload: "metadata", src: sourceOf(part) }), part.caption && text(part.caption)] };
    case "document":
      return { inside: [fileLink(part), part.caption && text(part.caption)] };
    case "location":
      return { inside: [place(part)] };
    case "contacts":
      return { inside: [contactCard(message.body?.contacts?.[0] ?? {})] };
    case "reaction":
      return { inside: [text(`A réagi ${part.emoji ?? ""}`)] };
    case "interactive":
      return interactive(message, part, context);
    case "template":
      return template(message, context);
    default:
      return { inside: [h("p", { class: "text unsupported" }, `Message de type « ${message.type} »`)] };
  }
}

function text(body) {
  return h("p", { class: "text" }, richText(String(body ?? "")));
}

function sourceOf(part) {
  return part.id ? mediaUrl(part.id) : part.link ?? "";
}

function picture(part) {
  const image = h("img", { class: "picture", src: sourceOf(part), alt: part.caption ? "" : "Photo", loading: "lazy" });
  // Pictures hosted elsewhere are refused by the page's policy: show where they are instead.
  image.addEventListener("error", () => {
    image.replaceWith(h("p", { class: "text missing" }, icon("image"), part.link ? anchor(part.link, "Image hébergée ailleurs") : "Image indisponible"));
  });
  return image;
}

function fileLink(part) {
  const name = part.filename ?? "Document";
  return h("p", { class: "text file" }, icon("file"), part.id || part.link ? anchor(sourceOf(part), name) : name);
}

function place(part) {
  const coordinates = `${Number(part.latitude).toFixed(4)}, ${Number(part.longitude).toFixed(4)}`;
  return h(
    "div",
    { class: "place" },
    h("div", { class: "place-map" }, icon("pin")),
    h("strong", {}, part.name || "Position partagée"),
    part.address && h("span", {}, part.address),
    h("span", { class: "place-coordinates" }, coordinates),
  );
}

function contactCard(contact) {
  const phone = contact.phones?.[0]?.wa_id ?? contact.phones?.[0]?.phone;
  return h("p", { class: "text" }, icon("person"), ` ${contact.name?.formatted_name ?? "Contact"} ${phone ? phoneLabel(phone) : ""}`);
}

function header(part) {
  if (!part) return null;
  if (typeof part === "string") return h("p", { class: "head" }, part);
  if (part.type === "text" || part.text) return h("p", { class: "head" }, part.text);
  if (part.type === "image") return picture(part.image ?? {});
  if (part.type === "document") return fileLink(part.document ?? {});
  return null;
}

function interactive(message, part, context) {
  const inside = [header(part.header), text(part.body?.text), part.footer?.text && h("p", { class: "foot" }, part.footer.text)];
  const action = part.action ?? {};
  switch (part.type) {
    case "button":
      return {
        inside,
        below: (action.buttons ?? []).map((button) => {
          const reply = button.reply ?? button;
          return tapButton("reply", reply.title, context.tapped.has(reply.id), () =>
            context.act({ type: "button_reply", id: reply.id, title: reply.title, context_wamid: message.wamid }));
        }),
      };
    case "list":
      return {
        inside,
        below: [
          h("button", { type: "button", class: `tap${context.tapped.size ? " used" : ""}`, on: { click: () => context.act({ list: action, message }) } },
            icon("list"), h("span", {}, action.button ?? "Choisir")),
        ],
      };
    case "location_request_message":
      return {
        inside,
        below: [h("button", { type: "button", class: "tap", on: { click: () => context.act({ askLocation: true }) } }, icon("pin"), h("span", {}, "Envoyer ma position"))],
      };
    case "cta_url":
      return { inside, below: [linkButton(action.parameters?.display_text, action.parameters?.url)] };
    default:
      return { inside };
  }
}

function template(message, context) {
  const rendered = templateOf(message);
  return {
    inside: [header(rendered.header), text(rendered.body), rendered.footer && h("p", { class: "foot" }, rendered.footer)],
    below: rendered.buttons.map((button) => {
      if (button.url) return linkButton(button.text, button.url);
      const key = button.payload ?? button.text;
      return tapButton("reply", button.text, context.tapped.has(key), () =>
        context.act({ type: "template_button", payload: key, text: button.text, context_wamid: message.wamid }));
    }),
  };
}

// WhatsApp lets each button be tapped once; its neighbours stay available.
function tapButton(iconName, label, used, listener) {
  return h(
    "button",
    {
      type: "button",
      class: `tap${used ? " used" : ""}`,
      disabled: used,
      on: {
        click: (event) => {
          event.currentTarget.disabled = true;
          event.currentTarget.classList.add("used");
          listener();
        },
      },
    },
    icon(used ? "tick" : iconName),
    h("span", {}, label ?? ""),
  );
}

function linkButton(label, url) {
  const link = anchor(String(url ?? "#"), "");
  link.className = "tap";
  link.append(icon("link"), h("span", {}, label ?? "Ouvrir"));
  return link;
}
