/** A key for one intention: sent again with a retry, so that it takes effect once. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * The key of what a form or a button asks for. Tapping again after a lost answer is the same
 * intention as long as the same thing is asked; the API refuses one key with two bodies.
 */
export class Intent {
  #asked: string | undefined;
  #key = "";

  key(body: unknown): string {
    const asked = JSON.stringify(body) ?? "";
    if (asked !== this.#asked) {
      this.#asked = asked;
      this.#key = newKey();
    }
    return this.#key;
  }

  /** It was done: the same words are a new intention from now on. */
  settle(): void {
    this.#asked = undefined;
  }
}
