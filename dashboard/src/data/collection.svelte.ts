import { SvelteMap } from "svelte/reactivity";
import { asProblem } from "../api/problem";
import { detached } from "./detached.svelte";
import type { Keep } from "./keep";
import { Source } from "./source.svelte";

export interface Entity {
  readonly id: string;
}

/** Everything known of one kind, by id. A screen that reads `get(id)` is drawn again when it changes. */
export class Collection<T extends Entity> {
  readonly name: string;
  readonly #kind: string;
  readonly #keep: Keep;
  readonly #read: ((id: string) => Promise<T>) | null;
  readonly #entities = new SvelteMap<string, T>();
  readonly #items = new Map<string, Item<T>>();
  readonly #register: (source: Source) => void;

  /** `kind` is the live feed's word for it; `read` is null where the API has no route for one alone. */
  constructor(
    name: string,
    kind: string,
    read: ((id: string) => Promise<T>) | null,
    parts: { keep: Keep; register: (source: Source) => void },
  ) {
    this.name = name;
    this.#kind = kind;
    this.#read = read;
    this.#keep = parts.keep;
    this.#register = parts.register;
    for (const [id, entity] of parts.keep.entities<T>(name)) this.#entities.set(id, entity);
  }

  get(id: string): T | undefined {
    return this.#entities.get(id);
  }

  /** Takes what the API answered; what is the same as before draws nothing again. */
  put(entities: Iterable<T>): void {
    for (const entity of entities) {
      const known = this.#entities.get(entity.id);
      if (known && JSON.stringify(known) === JSON.stringify(entity)) continue;
      this.#entities.set(entity.id, entity);
      this.#keep.setEntity(this.name, entity.id, entity);
    }
  }

  remove(id: string): void {
    this.#entities.delete(id);
    this.#keep.removeEntity(this.name, id);
  }

  /** Reads one again; what does not exist any more goes. */
  async reload(id: string): Promise<void> {
    if (!this.#read) return;
    try {
      this.put([await this.#read(id)]);
    } catch (error) {
      const problem = asProblem(error);
      if (problem.status === 404) this.remove(id);
      throw problem;
    }
  }

  /** One thing as a source, for the screen that shows it alone: `$effect(() => orders.one(id).watch())`. */
  one(id: string): Item<T> {
    const known = this.#items.get(id);
    if (known) return known;
    const item = detached(() => new Item(this, id, [`${this.#kind}:${id}`]));
    this.#items.set(id, item);
    this.#register(item);
    return item;
  }
}

class Item<T extends Entity> extends Source {
  readonly topics: readonly string[];
  readonly #collection: Collection<T>;
  readonly #id: string;

  constructor(collection: Collection<T>, id: string, topics: readonly string[]) {
    super();
    this.#collection = collection;
    this.#id = id;
    this.topics = topics;
  }

  get value(): T | undefined {
    return this.#collection.get(this.#id);
  }

  protected override read(): Promise<void> {
    return this.#collection.reload(this.#id);
  }
}

export type { Item };
