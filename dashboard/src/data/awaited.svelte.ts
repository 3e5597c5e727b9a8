import { Intent } from "../api/intent";
import { asProblem } from "../api/problem";

// By then whoever decides has decided, or has said to the seller why not.
const LATE_AFTER_MS = 20_000;

/**
 * What was asked of a function that decides later: pending until what is shown is another. The API
 * answers such a request before it is done (202), and a refusal then comes by WhatsApp.
 */
export class Awaited {
  readonly #shown: () => unknown;
  readonly #after: (ms: number, call: () => void) => () => void;
  readonly #intent = new Intent();
  #before = $state.raw<string | null>(null);
  #cancel: (() => void) | null = null;
  /** The request is on its way. */
  isAsking = $state(false);
  /** Nothing has changed for too long. */
  isLate = $state(false);

  /** `shown` reads what will change. */
  constructor(shown: () => unknown, after: (ms: number, call: () => void) => () => void = afterwards) {
    this.#shown = shown;
    this.#after = after;
  }

  get isPending(): boolean {
    return this.#before !== null && JSON.stringify(this.#shown()) === this.#before;
  }

  /** Sends it under the key of the intention; asking again after a lost answer is the same request. */
  async ask(body: unknown, send: (key: string) => Promise<unknown>): Promise<void> {
    if (this.isAsking) return;
    const before = JSON.stringify(this.#shown());
    this.isAsking = true;
    try {
      await send(this.#intent.key(body));
      this.#intent.settle();
    } catch (error) {
      const problem = asProblem(error);
      // Refused is an answer: the API would give the same one again under the same key.
      if (problem.status >= 400 && problem.status < 500) this.#intent.settle();
      throw problem;
    } finally {
      this.isAsking = false;
    }
    this.#before = before;
    this.isLate = false;
    this.#cancel?.();
    this.#cancel = this.#after(LATE_AFTER_MS, () => {
      this.isLate = this.isPending;
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#before = null;
    this.isLate = false;
  }
}

function afterwards(ms: number, call: () => void): () => void {
  const timer = setTimeout(call, ms);
  return () => clearTimeout(timer);
}
