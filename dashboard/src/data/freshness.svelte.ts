import type { Keep } from "./keep";

const NAME = "fresh";

/** Until when what is kept was what the shop was: without a network that is how old it may be. */
export class Freshness {
  readonly #keep: Pick<Keep, "reading" | "setReading">;
  readonly #now: () => number;
  #until = $state<string | null>(null);

  constructor(keep: Pick<Keep, "reading" | "setReading">, now: () => number = Date.now) {
    this.#keep = keep;
    this.#now = now;
    this.#until = keep.reading<string>(NAME) ?? null;
  }

  /** Null when nothing was ever read on this device. */
  get until(): string | null {
    return this.#until;
  }

  /** Right now the page knows all there is. */
  touch(): void {
    this.#until = new Date(this.#now()).toISOString();
    this.#keep.setReading(NAME, this.#until);
  }
}
