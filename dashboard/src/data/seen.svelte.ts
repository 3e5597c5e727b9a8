import { SvelteMap } from "svelte/reactivity";
import type { Keep } from "./keep";

interface Counted {
  readonly id: string;
  readonly unread: number;
}

const NAME = "seen";
const KEPT_MAX = 500;

/**
 * How many of a thread's unanswered messages were looked at on this device. The API counts what came
 * since a human last spoke (`unread`); reading alone does not change that number.
 */
export class Seen {
  readonly #keep: Pick<Keep, "reading" | "setReading">;
  readonly #counts: SvelteMap<string, number>;

  constructor(keep: Pick<Keep, "reading" | "setReading">) {
    this.#keep = keep;
    this.#counts = new SvelteMap(keep.reading<[string, number][]>(NAME) ?? []);
  }

  /** The messages of a thread that nobody looked at here. */
  unseen({ id, unread }: Counted): number {
    const seen = this.#counts.get(id) ?? 0;
    // Fewer than were seen: somebody answered meanwhile, and these came after that.
    return seen > unread ? unread : unread - seen;
  }

  /** It is on the screen. */
  look({ id, unread }: Counted): void {
    if (this.#counts.get(id) === unread) return;
    // Again at the end: what was looked at last is what is kept.
    this.#counts.delete(id);
    this.#counts.set(id, unread);
    this.#keep.setReading(NAME, [...this.#counts].slice(-KEPT_MAX));
  }
}
