// What a filter and a search show: what the API found, and what is known here to match since.

import type { Conversation } from "../../data/shop.svelte";
import { type Filter, matches, passes } from "./standing";

// Of one letter half of all threads would be found; the API takes 60.
const SHORTEST = 2;
export const LONGEST = 60;

/** What the API is asked for; empty for what is too short to ask for. */
export function askedOf(typed: string): string {
  const asked = typed.trim().replace(/\s+/gu, " ").slice(0, LONGEST);
  return asked.length < SHORTEST ? "" : asked;
}

function belongs(conversation: Conversation, filter: Filter, unseen: number, now: number): boolean {
  return conversation.merged_into === null && passes(conversation, filter, unseen, now);
}

export interface Asked {
  readonly filter: Filter;
  readonly typed: string;
  readonly now: number;
  unseen(conversation: Conversation): number;
  /** The API's answer to this very question: each match with the moment of its last message. */
  readonly found: ReadonlyMap<string, string>;
}

/** The threads to show, latest first. `loaded` are in the list, `others` were found beyond its end. */
export function matching(
  loaded: readonly Conversation[],
  others: readonly Conversation[],
  { filter, typed, now, unseen, found }: Asked,
): Conversation[] {
  const known = new Map([...others, ...loaded].map((one) => [one.id, one]));
  const shown = [...known.values()].filter((one) => {
    if (!belongs(one, filter, unseen(one), now)) return false;
    if (matches(one, typed)) return true;
    // The API may know better than this page, of the thread as it was when it answered.
    return found.get(one.id) === one.last_message_at;
  });
  return shown.sort((one, other) => other.last_message_at.localeCompare(one.last_message_at));
}
