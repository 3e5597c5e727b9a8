// Awaiting what the stack will show.

import { setInterval } from "node:timers/promises";

const PACE_MS = 250;
const PATIENCE_MS = 60_000;

/** Looks until `look` finds something; fails naming `what`. */
export async function until<T>(what: string, look: () => Promise<T | null | undefined>): Promise<T> {
  const first = await look();
  if (first !== null && first !== undefined) return first;
  const end = Date.now() + PATIENCE_MS;
  for await (const _tick of setInterval(PACE_MS)) {
    const found = await look();
    if (found !== null && found !== undefined) return found;
    if (Date.now() > end) break;
  }
  throw new Error(`waited in vain for ${what}`);
}

/** Does the deeds one after the other, one every `ms`, and returns when the last span is over. */
export async function paced(ms: number, deeds: readonly (() => Promise<unknown>)[]): Promise<void> {
  await deeds[0]?.();
  let next = 1;
  for await (const _tick of setInterval(ms)) {
    const deed = deeds[next];
    next += 1;
    if (!deed) return;
    await deed();
  }
}
