// Reads a message of either direction: Graph's outbound shapes and the webhook's inbound ones.
// Source of the shapes: Meta, Cloud API, messages and webhooks references.

import { plainText } from "./format.js";

/** The part of the Graph object that carries the content: `{type: "text", text: {…}}` -> `{…}`. */
export function partOf(message) {
  const body = message.body ?? {};
  const part = body[message.type];
  return part !== null && typeof part === "object" ? part : body;
}

/** True for what the person holding this phone sent. */
export function isMine(message) {
  return message.direction === "from_person";
}

/** The id of the message that this one answers, if any. */
export function contextId(message) {
  const context = message.body?.context ?? message.context;
  return context?.id ?? context?.message_id ?? null;
}

/** The advertisement that opened the chat, if any. */
export function referralOf(message) {
  return message.body?.referral ?? message.referral ?? null;
}

/**
 * What a tap on a button or a row chose: `{key, title}`, where `key` is the reply's id or the
 * template button's payload. Null for anything else.
 */
export function choiceOf(message) {
  const part = partOf(message);
  const reply = part.button_reply ?? part.list_reply;
  if (reply) return { key: reply.id, title: reply.title };
  if (message.type === "button_reply" || message.type === "list_reply") return { key: part.id, title: part.title };
  if (message.type === "button" || message.type === "template_button") {
    return { key: part.payload, title: part.text };
  }
  return null;
}

/** The keys already tapped under each message, by wamid. */
export function tappedChoices(messages) {
  const tapped = new Map();
  for (const message of messages) {
    const choice = isMine(message) ? choiceOf(message) : null;
    const asked = choice && contextId(message);
    if (!asked) continue;
    if (!tapped.has(asked)) tapped.set(asked, new Set());
    tapped.get(asked).add(choice.key);
  }
  return tapped;
}

const KIND_NAMES = {
  image: "Photo",
  audio: "Message vocal",
  voice: "Message vocal",
  video: "Vidéo",
  document: "Document",
  sticker: "Autocollant",
  location: "Position",
  contacts: "Contact",
  reaction: "Réaction",
};

/** One line that says what a message is, for quotes and previews. */
export function summaryOf(message) {
  const part = partOf(message);
  const choice = choiceOf(message);
  if (choice) return plainText(choice.title);
  if (message.type === "text") return plainText(part.body);
  if (message.type === "interactive") return plainText(part.body?.text);
  if (message.type === "template") return plainText(templateOf(message).body);
  const name = KIND_NAMES[message.type] ?? "Message";
  return part.caption ? `${name} : ${plainText(part.caption)}` : name;
}

/** A template as its reader sees it; its name stands in when it was not rendered. */
export function templateOf(message) {
  const part = partOf(message);
  const rendered = message.body?.rendered ?? part.rendered ?? message.rendered ?? {};
  const buttons = Array.isArray(rendered.buttons) ? rendered.buttons : [];
  return {
    header: rendered.header ?? null,
    body: rendered.body ?? `[modèle ${part.name ?? "inconnu"}]`,
    footer: rendered.footer ?? null,
    buttons,
  };
}

/** Why a message failed, in words, or null. Accepts Graph's error object, a list of them, or text. */
export function failureOf(message) {
  const first = Array.isArray(message.error) ? message.error[0] : message.error;
  if (!first) return message.status === "failed" ? "Échec de l’envoi" : null;
  if (typeof first === "string") return first;
  const text = first.error_data?.details ?? first.title ?? first.message ?? "Échec de l’envoi";
  return first.code ? `${text} (${first.code})` : text;
}
