// What the seller wrote and the API has not taken yet. Each message is kept with its idempotency
// key before it is sent, so that neither a reload nor a lost answer can send it twice.

import { SvelteMap } from "svelte/reactivity";
import { newKey } from "../api/intent";
import { type ApiProblem, asProblem } from "../api/problem";
import type { Schemas } from "../api/types";
import type { Keep } from "./keep";

export interface Unsent {
  /** The idempotency key. */
  readonly key: string;
  readonly conversation: string;
  /** What the prospect will read. */
  readonly text: string;
  /** The template whose words these are; null of the seller's own. */
  readonly template: string | null;
  /** When it was written, by this device. */
  readonly at: string;
  /** The latest message of the thread when it was written; it can only appear after that one. */
  readonly after: string | null;
  /** When it was first sent: an answer may have been lost since. */
  readonly tried: string | null;
  /** When the API took it, and the id under which the thread will show it; null of an answer of before. */
  readonly taken: { readonly at: string; readonly id: string | null } | null;
  /** Why the API does not take it; only the seller can change that. */
  readonly refused: { readonly code: string; readonly detail: string } | null;
}

export interface OutboxParts {
  readonly keep: Pick<Keep, "readings" | "setReading" | "removeReading" | "flush">;
  send(conversation: string, message: Schemas["MessageForm"], key: string): Promise<{ id: string }>;
  after(ms: number, call: () => void): () => void;
  now(): number;
  /** The device itself says that nothing can leave. */
  isOffline(): boolean;
}

const PREFIX = "unsent/";
const FIRST_PAUSE_MS = 4_000;
const LONGEST_PAUSE_MS = 60_000;
// The API forgets a key after a day; under a forgotten one the message could go out twice.
const KEY_LIFE_MS = 23 * 3_600_000;

export class Outbox {
  readonly #parts: OutboxParts;
  readonly #unsent = new SvelteMap<string, Unsent>();
  readonly #running = new Set<string>();
  /** Asked to run while it ran: what it found may be old by then. */
  readonly #asked = new Set<string>();
  #pause = FIRST_PAUSE_MS;
  #cancel: (() => void) | null = null;
  #isStopped = false;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
    const kept = [...parts.keep.readings<Kept>(PREFIX)].map(([, unsent]) => upgraded(unsent));
    kept.sort((one, other) => one.at.localeCompare(other.at));
    for (const unsent of kept) this.#unsent.set(unsent.key, unsent);
  }

  /** Of one thread, oldest first. */
  of(conversation: string): Unsent[] {
    return [...this.#unsent.values()].filter((unsent) => unsent.conversation === conversation);
  }

  /** How many the API does not have yet: signing out would lose them. */
  get waiting(): number {
    return [...this.#unsent.values()].filter((unsent) => unsent.taken === null).length;
  }

  write(conversation: string, text: string, after: string | null, template: string | null = null): void {
    const at = new Date(this.#parts.now()).toISOString();
    const untried = { tried: null, taken: null, refused: null };
    this.#set({ key: newKey(), conversation, text, template, at, after, ...untried });
    // Before it is sent: a page that dies in between sends it under the same key.
    void this.#parts.keep.flush().then(() => this.#run(conversation));
  }

  /** Tries again what waits; the network or the page came back. */
  resume(): void {
    this.#cancel?.();
    this.#cancel = null;
    for (const conversation of new Set([...this.#unsent.values()].map((unsent) => unsent.conversation)))
      void this.#run(conversation);
  }

  discard(key: string): void {
    this.#unsent.delete(key);
    this.#parts.keep.removeReading(PREFIX + key);
  }

  /** The thread shows these by now. */
  shown(keys: Iterable<string>): void {
    for (const key of keys) this.discard(key);
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
  }

  /** One thread's messages leave one after the other, in the order they were written. */
  async #run(conversation: string): Promise<void> {
    if (this.#running.has(conversation)) {
      this.#asked.add(conversation);
      return;
    }
    this.#running.add(conversation);
    do {
      this.#asked.delete(conversation);
      for (;;) {
        const next = this.of(conversation).find((unsent) => !unsent.taken && !unsent.refused);
        if (!next || this.#isStopped || !(await this.#send(next))) break;
      }
    } while (this.#asked.has(conversation) && !this.#isStopped);
    this.#running.delete(conversation);
  }

  /** Whether the next one may follow. */
  async #send(unsent: Unsent): Promise<boolean> {
    // Untried is what can still be taken back without a doubt; `resume` comes with the network.
    if (this.#parts.isOffline()) return false;
    const now = this.#parts.now();
    if (unsent.tried && now - Date.parse(unsent.tried) > KEY_LIFE_MS) {
      this.#set({ ...unsent, refused: { code: "stale", detail: "" } });
      return true;
    }
    const tried = unsent.tried ?? new Date(now).toISOString();
    this.#set({ ...unsent, tried });
    const { conversation, text, template, key } = unsent;
    let id: string;
    try {
      const message = template === null ? { text } : { template };
      ({ id } = await this.#parts.send(conversation, message, key));
    } catch (error) {
      return this.#failed({ ...unsent, tried }, asProblem(error));
    }
    this.#pause = FIRST_PAUSE_MS;
    const at = new Date(this.#parts.now()).toISOString();
    if (this.#unsent.has(key)) this.#set({ ...unsent, tried, taken: { at, id } });
    return true;
  }

  #failed(unsent: Unsent, problem: ApiProblem): boolean {
    if (!this.#unsent.has(unsent.key)) return true;
    const isForGood =
      problem.status >= 400 && problem.status < 500 && ![401, 408, 429].includes(problem.status);
    if (isForGood) {
      this.#set({ ...unsent, refused: { code: problem.code, detail: problem.detail } });
      return true;
    }
    this.#cancel ??= this.#parts.after(this.#pause, () => this.resume());
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS);
    return false;
  }

  #set(unsent: Unsent): void {
    this.#unsent.set(unsent.key, unsent);
    this.#parts.keep.setReading(PREFIX + unsent.key, unsent);
  }
}

/** As pages before this one kept it: without templates, and without the id of what was taken. */
type Kept = Omit<Unsent, "template" | "taken"> & {
  readonly template?: string | null;
  readonly taken: Unsent["taken"] | string;
};

function upgraded({ template = null, taken, ...unsent }: Kept): Unsent {
  return { ...unsent, template, taken: typeof taken === "string" ? { at: taken, id: null } : taken };
}
