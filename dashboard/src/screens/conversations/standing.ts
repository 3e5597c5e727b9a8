// What a thread allows at a moment, and whom it waits for. The API said it when it was read; time
// has passed since.

import type { Conversation } from "../../data/shop.svelte";

export type Owner = Conversation["owner"];

/** Who answers now: a take-over for a while ends by itself. */
export function ownerAt({ owner, owner_until }: Conversation, now: number): Owner {
  return owner === "human" && owner_until !== null && Date.parse(owner_until) <= now ? "ai" : owner;
}

/** A prospect waits for a word of the seller's. */
export function waitsForHuman(conversation: Conversation, now: number): boolean {
  // Who was told that a human comes waits on, though the AI's pause may be over.
  if (conversation.called_since !== null) return true;
  return ownerAt(conversation, now) !== "ai" && conversation.waiting_since !== null;
}

/** What the next message costs, and until when it can leave. */
export type Writing =
  | { readonly state: "free" | "billed"; readonly until: string }
  /** WhatsApp takes no free text any more. */
  | { readonly state: "closed" };

export function writingAt({ window }: Conversation, now: number): Writing {
  const { free_form_until, free_entry_until, next_message } = window;
  const isOpen = (until: string | null): until is string => until !== null && Date.parse(until) > now;
  if (!isOpen(free_form_until)) return { state: "closed" };
  if (next_message.billing === "free_entry_point" && isOpen(free_entry_until)) {
    // Both must hold: free text ends with the earlier of the two.
    const until =
      Date.parse(free_entry_until) < Date.parse(free_form_until) ? free_entry_until : free_form_until;
    return { state: "free", until };
  }
  return { state: "billed", until: free_form_until };
}

export const FILTERS = ["all", "unread", "waiting", "ai", "human", "ad", "reminder"] as const;
export type Filter = (typeof FILTERS)[number];

export function isFilter(word: string | null): word is Filter {
  return FILTERS.some((filter) => filter === word);
}

/** Whether a thread belongs under a filter. `unseen` is how many of its messages are new on this device. */
export function passes(conversation: Conversation, filter: Filter, unseen: number, now: number): boolean {
  switch (filter) {
    case "all":
      return true;
    case "unread":
      return unseen > 0;
    case "waiting":
      return waitsForHuman(conversation, now);
    case "ai":
      return ownerAt(conversation, now) === "ai";
    case "human":
      return ownerAt(conversation, now) !== "ai";
    case "ad":
      return conversation.ad !== null;
    case "reminder":
      return conversation.reminder !== null;
  }
}

/** Whether a name, a phone or the last words have all that was typed; accents and spaces do not matter. */
export function matches({ contact, preview, ad }: Conversation, typed: string): boolean {
  const wanted = plain(typed).split(" ").filter(Boolean);
  if (wanted.length === 0) return true;
  const digits = typed.replace(/\D/gu, "");
  // A number is typed with spaces or without its country code: "07 01 02".
  if (digits.length >= 4 && /^[\d\s+().-]+$/u.test(typed.trim()))
    return (contact.phone ?? "").replace(/\D/gu, "").includes(digits.replace(/^00/u, ""));
  const text = plain([contact.name, contact.phone ?? "", preview, ad?.headline ?? ""].join(" "));
  return wanted.every((word) => text.includes(word));
}

function plain(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLocaleLowerCase()
    .replace(/[\s*_~]+/gu, " ")
    .trim();
}
