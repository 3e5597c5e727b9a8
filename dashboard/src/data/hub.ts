import type { Change } from "./live";
import type { Source } from "./source.svelte";
import { topicsOf } from "./topics";

// A burst of changes is one read; a change alone is still on the screen at once.
const GATHER_MS = 200;

/** Between the live feed and what it makes old. */
export class Hub {
  readonly #sources = new Set<Source>();
  readonly #after: (ms: number, call: () => void) => () => void;
  readonly #topics = new Set<string>();
  readonly #ids = new Set<string>();
  #cancel: (() => void) | null = null;

  constructor(after: (ms: number, call: () => void) => () => void) {
    this.#after = after;
  }

  /** Tells a source what changed, until the answer is called. */
  register(source: Source): () => void {
    this.#sources.add(source);
    return () => this.#sources.delete(source);
  }

  changed(items: readonly Change[]): void {
    for (const item of items) {
      for (const topic of topicsOf(item)) this.#topics.add(topic);
      if (item.id !== undefined) this.#ids.add(item.id);
    }
    this.#cancel ??= this.#after(GATHER_MS, () => {
      this.#cancel = null;
      this.#tell();
    });
  }

  /** Nobody knows what changed: all that is shown is read again, the rest when it is shown. */
  reread(): void {
    for (const source of this.#sources) source.invalidate();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #tell(): void {
    const topics = new Set(this.#topics);
    const ids = new Set(this.#ids);
    this.#topics.clear();
    this.#ids.clear();
    for (const source of this.#sources) {
      if (source.topics.some((topic) => topics.has(topic))) source.invalidate(ids);
    }
  }
}
