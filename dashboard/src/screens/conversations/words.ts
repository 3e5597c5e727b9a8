// What the parts of a conversation are called.

import type { Conversation, Message } from "../../data/shop.svelte";
import { i18n } from "../../i18n/index.svelte";
import type { Tone } from "../../ui/tone";
import type { Owner, Writing } from "./standing";

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

export function ownerTone(owner: Owner): Tone {
  return owner === "ai" ? "good" : "wait";
}

/** Who answers, and until when. */
export function ownerWords(owner: Owner, until: string | null): string {
  const words = i18n.t.conversations.owner;
  return owner === "human" && until ? words.humanUntil(i18n.format.until(until)) : words[owner];
}

/** Whether a message can leave, and what it costs: the first answers of a month are on Meta. */
export function costWords(writing: Writing, freeLeft: number | undefined): string {
  const words = i18n.t.conversations.cost;
  if (writing.state === "closed") return words.closed;
  const until = i18n.format.until(writing.until);
  if (writing.state === "free") return words.free_entry_point(until);
  if (freeLeft === undefined) return words.open(until);
  return freeLeft > 0 ? words.offered(until) : words.service(until);
}

/** What the file of a message is; undefined for a text, and for kinds that nobody here has heard of. */
export function kindWords({ kind }: Message): string | undefined {
  const kinds: Record<string, string> = i18n.t.conversations.kind;
  return kinds[kind];
}

/** What `reply` writes in the place of what a prospect took back. */
const TAKEN_BACK = "[message supprimé]";
const BRACKET = /^\[([^\]]*)\]\s*/u;
// What the bracket begins with says no more than the kind of the file does.
const LABEL = /^(?:note vocale|fichier audio|image|vidéo|document|autocollant)\s*[:,]?\s*/u;

export function isTakenBack({ text }: Message): boolean {
  return text === TAKEN_BACK;
}

/** The text without the bracket that names its file: "[image] Vous avez celle-ci ?". */
export function textOf(message: Message): string {
  if (isTakenBack(message) || message.kind === "reaction") return "";
  return kindWords(message) ? message.text.replace(BRACKET, "") : message.text;
}

/** The emoji of "[réaction 👍]"; empty when it was taken away. */
export function reactionOf({ text }: Message): string {
  const word = BRACKET.exec(text)?.[1]?.replace(/^réaction\s*/u, "") ?? "";
  return word === "retirée" ? "" : word;
}

/** What was heard in a voice note, or what the AI saw in a file: "[image : une robe rouge] caption". */
export function perceivedOf({ perceived }: Message): { how: "heard" | "seen"; words: string } | null {
  if (!perceived) return null;
  const bracket = BRACKET.exec(perceived)?.[1] ?? "";
  const rest = perceived.replace(BRACKET, "").trim();
  const isAudio = /^(?:note vocale|fichier audio)/u.test(bracket);
  if (isAudio && rest) return { how: "heard", words: rest };
  const words = bracket.replace(LABEL, "").trim();
  return words ? { how: "seen", words: words.charAt(0).toLocaleUpperCase() + words.slice(1) } : null;
}

/** Why there is nothing to open. */
export function missingWords(refused: string | null): string {
  const words = i18n.t.conversations.missing;
  if (refused === null) return words.coming;
  if (refused === "media_too_large") return words.tooLarge;
  return refused === "media_gone" ? words.gone : words.other;
}

export interface Run {
  readonly tag: "strong" | "em" | "s" | null;
  readonly text: string;
  readonly runs: readonly Run[];
}

const MARKUP = /(?<![\p{L}\p{N}])([*_~])(?=\S)(.+?)(?<=\S)\1(?![\p{L}\p{N}])/u;
const TAGS: Record<string, "strong" | "em" | "s"> = { "*": "strong", _: "em", "~": "s" };

/** An amount is never broken over two lines: "46 500 FCFA". */
function keptTogether(text: string): string {
  return text.replace(/(\d) (?=\d{3}(?!\d)|F(?:CFA)?(?!\p{L}))/gu, "$1\u00a0");
}

/** WhatsApp's *gras*, _italique_ and ~barré~, as runs of text; nothing of it is ever markup. */
export function runsOf(said: string): Run[] {
  const text = keptTogether(said);
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
