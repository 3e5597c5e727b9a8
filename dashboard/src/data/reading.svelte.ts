import type { Keep } from "./keep";
import { Source } from "./source.svelte";

/** One answer of the API that is no list: the profile, the settings, the figures of a month. */
export class Reading<T> extends Source {
  readonly topics: readonly string[];
  readonly #name: string;
  readonly #ask: () => Promise<T>;
  readonly #keep: Keep;
  #value = $state.raw<T | undefined>(undefined);

  constructor(name: string, topics: readonly string[], ask: () => Promise<T>, keep: Keep) {
    super();
    this.#name = name;
    this.topics = topics;
    this.#ask = ask;
    this.#keep = keep;
    this.#value = keep.reading<T>(name);
  }

  get value(): T | undefined {
    return this.#value;
  }

  /** Takes what a change answered. */
  set(value: T): void {
    this.#value = value;
    this.#keep.setReading(this.#name, value);
  }

  protected override async read(): Promise<void> {
    const value = await this.#ask();
    if (JSON.stringify(value) !== JSON.stringify(this.#value)) this.set(value);
  }
}
