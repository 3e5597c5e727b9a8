import { asProblem } from "../api/problem";
import type { Page } from "../api/types";
import type { Collection, Entity } from "./collection.svelte";
import { Source } from "./source.svelte";

export interface SearchParts<T extends Entity> {
  readonly topics: readonly string[];
  readonly collection: Collection<T>;
  /** What matches; a page may be short, or empty, and still have a cursor. */
  page(cursor: string | null, signal: AbortSignal): Promise<Page<T>>;
  /** Changes when what was asked for may have another answer. */
  version(item: T): string;
  /** Whether somebody else keeps it fresh already. */
  isFollowed(id: string): boolean;
}

/**
 * What the API found of one question, page after page. It lives as long as the question: nothing of
 * it is kept, and changes do not ask again, since whoever shows it sees them in the collection.
 */
export class Search<T extends Entity> extends Source {
  readonly topics: readonly string[];
  readonly #parts: SearchParts<T>;
  readonly #leaving = new AbortController();
  #cursor = $state.raw<string | null>(null);
  #found = $state.raw<ReadonlyMap<string, string>>(new Map());
  isLoadingMore = $state(false);

  constructor(parts: SearchParts<T>) {
    super();
    this.#parts = parts;
    this.topics = parts.topics;
  }

  /** The version that each match was found in, by id. */
  get found(): ReadonlyMap<string, string> {
    return this.#found;
  }

  /** Whether everything was looked through. */
  get isWhole(): boolean {
    return this.isRead && this.#cursor === null;
  }

  /** Looks further; its failure is `problem`, and asking again tries again. */
  async loadMore(): Promise<void> {
    if (this.#cursor === null || this.isLoadingMore || this.#leaving.signal.aborted) return;
    this.isLoadingMore = true;
    try {
      await this.#take(this.#cursor);
      this.problem = null;
    } catch (error) {
      this.problem = asProblem(error);
    } finally {
      this.isLoadingMore = false;
    }
  }

  /** Another question is asked: what is under way is of no use. */
  stop(): void {
    this.#leaving.abort();
  }

  protected override async read(changed: ReadonlySet<string>): Promise<void> {
    if (!this.isRead) return this.#take(null);
    const { collection, isFollowed } = this.#parts;
    const mine = [...changed].filter((id) => this.#found.has(id) && !isFollowed(id));
    const reloads = await Promise.allSettled(mine.map((id) => collection.reload(id)));
    for (const reload of reloads) {
      if (reload.status === "rejected" && asProblem(reload.reason).status !== 404) throw reload.reason;
    }
  }

  async #take(cursor: string | null): Promise<void> {
    const { collection, page, version } = this.#parts;
    const next = await page(cursor, this.#leaving.signal);
    collection.put(next.items);
    this.#found = new Map([...this.#found, ...next.items.map((item) => [item.id, version(item)] as const)]);
    this.#cursor = next.cursor;
  }
}
