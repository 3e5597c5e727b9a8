import { SvelteMap } from "svelte/reactivity";
import type { Schemas } from "../../api/types";
import type { Preparations } from "../../data/sales";

type Preparation = Schemas["Preparation"];

/**
 * Ticks that are on their way: shown at once, and taken back when they fail. Of each order one is
 * sent at a time and the last tap wins, whichever answer is faster.
 */
export class Ticks {
  readonly #send: (id: string, prepared: boolean) => Promise<Preparation>;
  readonly #done: (order: Preparation) => void;
  readonly #failed: (error: unknown) => void;
  readonly #wanted = new SvelteMap<string, boolean>();
  readonly #sending = new Set<string>();

  constructor(parts: {
    send: (id: string, prepared: boolean) => Promise<Preparation>;
    /** Takes what the API answered. */
    done: (order: Preparation) => void;
    failed: (error: unknown) => void;
  }) {
    this.#send = parts.send;
    this.#done = parts.done;
    this.#failed = parts.failed;
  }

  /** Resolves when nothing of this order is on its way any more. */
  async set(id: string, prepared: boolean): Promise<void> {
    this.#wanted.set(id, prepared);
    if (this.#sending.has(id)) return;
    this.#sending.add(id);
    try {
      for (;;) {
        const wanted = this.#wanted.get(id) ?? prepared;
        const answer = await this.#send(id, wanted);
        this.#done(answer);
        if (this.#wanted.get(id) === wanted) break;
      }
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#wanted.delete(id);
      this.#sending.delete(id);
    }
  }

  /** The order as it will be, once what is on its way has arrived. */
  shown(order: Preparation): Preparation {
    const wanted = this.#wanted.get(order.id);
    return wanted === undefined ? order : { ...order, prepared: wanted, changed: false };
  }
}

/** The day with the answer for one of its orders in it. */
export function withOrder(day: Preparations, order: Preparation): Preparations {
  return {
    ...day,
    slots: day.slots.map((slot) => ({
      ...slot,
      orders: slot.orders.map((known) => (known.id === order.id ? order : known)),
    })),
  };
}

/** How many of the orders that have not left are ready. */
export function progress(orders: readonly Preparation[]): { done: number; all: number } {
  const here = orders.filter(({ picked_up }) => !picked_up);
  return { done: here.filter(({ prepared }) => prepared).length, all: here.length };
}
