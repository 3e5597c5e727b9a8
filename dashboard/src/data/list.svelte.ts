import type { Page } from "../api/types";
import { asProblem } from "../api/problem";
import type { Collection, Entity } from "./collection.svelte";
import type { Keep } from "./keep";
import { Source } from "./source.svelte";

export interface ListParts<T extends Entity> {
  /** Its name in what is kept, unique: `conversations`, `messages:conv_1`. */
  readonly name: string;
  readonly topics: readonly string[];
  readonly collection: Collection<T>;
  page(cursor: string | null): Promise<Page<T>>;
  /** The order of the pages: negative when `one` comes before `other`. */
  order(one: T, other: T): number;
  readonly keep: Keep;
}

/** A list that pages by cursor. Reading it again reads the first page and what is known to have changed. */
export class List<T extends Entity> extends Source {
  readonly topics: readonly string[];
  readonly #parts: ListParts<T>;
  #ids = $state.raw<readonly string[]>([]);
  #cursor = $state.raw<string | null>(null);
  isLoadingMore = $state(false);

  constructor(parts: ListParts<T>) {
    super();
    this.#parts = parts;
    this.topics = parts.topics;
    const kept = parts.keep.list(parts.name);
    if (kept) {
      this.#ids = kept.ids.filter((id) => parts.collection.get(id));
      this.#cursor = kept.cursor;
    }
  }

  /** What is known of it, in the order of the pages. */
  readonly items: readonly T[] = $derived.by(() => {
    const items: T[] = [];
    for (const id of this.#ids) {
      const item = this.#parts.collection.get(id);
      if (item) items.push(item);
    }
    return items;
  });

  get hasMore(): boolean {
    return this.#cursor !== null;
  }

  /** The next page; its failure is `problem`, and asking again tries again. */
  async loadMore(): Promise<void> {
    const from = this.#cursor;
    if (from === null || this.isLoadingMore) return;
    this.isLoadingMore = true;
    try {
      const page = await this.#parts.page(from);
      this.#parts.collection.put(page.items);
      // A refresh meanwhile may have begun the list anew: this page does not follow it then.
      if (this.#cursor !== from) return;
      const known = new Set(this.#ids);
      this.#set(
        [...this.#ids, ...page.items.map(({ id }) => id).filter((id) => !known.has(id))],
        page.cursor,
      );
    } catch (error) {
      this.problem = asProblem(error);
    } finally {
      this.isLoadingMore = false;
    }
  }

  protected override async read(changed: ReadonlySet<string>): Promise<void> {
    const { collection, page, order } = this.#parts;
    const first = await page(null);
    collection.put(first.items);
    const ids = first.items.map(({ id }) => id);
    const fresh = new Set(ids);
    const last = first.items.at(-1);
    const joins = this.#ids.some((id) => fresh.has(id));
    let tail: string[] = [];
    let cursor = first.cursor;
    // Without a common item there is a hole between the new page and the old ones.
    if (first.cursor !== null && last && joins) {
      tail = this.#ids.filter((id) => {
        const item = collection.get(id);
        return item !== undefined && !fresh.has(id) && order(last, item) < 0;
      });
      if (tail.length > 0) cursor = this.#cursor;
    }
    this.#set([...ids, ...tail], cursor);
    const deep = tail.filter((id) => changed.has(id));
    const reloads = await Promise.allSettled(deep.map((id) => collection.reload(id)));
    for (const reload of reloads) {
      if (reload.status === "rejected" && asProblem(reload.reason).status !== 404) throw reload.reason;
    }
  }

  #set(ids: readonly string[], cursor: string | null): void {
    this.#ids = ids;
    this.#cursor = cursor;
    this.#parts.keep.setList(this.#parts.name, { ids, cursor });
  }
}
