// What the parts of a conversation are called.

import type { Conversation, Message } from "../../data/shop.svelte";
import { i18n } from "../../i18n/index.svelte";
import type { Tone } from "../../ui/tone";

export function contactName({ contact }: Conversation): string {
  return contact.name || (contact.phone && i18n.format.phone(contact.phone)) || i18n.t.conversations.prospect;
}

/** One or two letters for the disc beside a name. */
export function initials(name: string): string {
  const words = name.split(/\s+/u).filter((word) => /^\p{L}/u.test(word));
  return words
    .slice(0, 2)
    .map((word) => [...word][0]?.toLocaleUpperCase() ?? "")
    .join("");
}

export function ownerTone({ owner }: Conversation): Tone {
  return owner === "ai" ? "good" : "wait";
}

export function ownerWords({ owner, owner_until }: Conversation): string {
  const words = i18n.t.conversations.owner;
  return owner === "human" && owner_until ? words.humanUntil(i18n.format.until(owner_until)) : words[owner];
}

/** Whether a message can leave, and what it costs. */
export function costWords({ window }: Conversation): string {
  const words = i18n.t.conversations.cost;
  const { next_message, free_entry_until, free_form_until } = window;
  if (next_message.billing === "free_entry_point" && free_entry_until)
    return words.free_entry_point(i18n.format.until(free_entry_until));
  if (next_message.billing === "service" && free_form_until)
    return words.service(i18n.format.until(free_form_until));
  return words.closed;
}

/** What the file of a message is; undefined for a text, and for kinds that nobody here has heard of. */
export function kindWords({ kind }: Message): string | undefined {
  const kinds: Record<string, string> = i18n.t.conversations.kind;
  return kinds[kind];
}

/** The text without the bracket that names its file: "[image] Vous avez celle-ci ?". */
export function textOf(message: Message): string {
  return kindWords(message) ? message.text.replace(/^\[[^\]]*\]\s*/u, "") : message.text;
}

export interface Run {
  readonly tag: "strong" | "em" | "s" | null;
  readonly text: string;
  readonly runs: readonly Run[];
}

const MARKUP = /(?<![\p{L}\p{N}])([*_~])(?=\S)(.+?)(?<=\S)\1(?![\p{L}\p{N}])/u;
const TAGS: Record<string, "strong" | "em" | "s"> = { "*": "strong", _: "em", "~": "s" };

/** WhatsApp's *gras*, _italique_ and ~barré~, as runs of text; nothing of it is ever markup. */
export function runsOf(text: string): Run[] {
  const runs: Run[] = [];
  let rest = text;
  for (let found = MARKUP.exec(rest); found; found = MARKUP.exec(rest)) {
    const [whole, mark = "", inner = ""] = found;
    if (found.index > 0) runs.push({ tag: null, text: rest.slice(0, found.index), runs: [] });
    runs.push({ tag: TAGS[mark] ?? null, text: inner, runs: runsOf(inner) });
    rest = rest.slice(found.index + whole.length);
  }
  if (rest) runs.push({ tag: null, text: rest, runs: [] });
  return runs;
}
