import type { Keep } from "./keep";

/** Words that are being typed, so that neither another screen nor a reload costs them. */
export class Drafts {
  readonly #keep: Pick<Keep, "reading" | "setReading" | "removeReading">;
  readonly #drafts = new Map<string, string>();

  constructor(keep: Pick<Keep, "reading" | "setReading" | "removeReading">) {
    this.#keep = keep;
  }

  get(name: string): string {
    return this.#drafts.get(name) ?? this.#keep.reading<string>(name) ?? "";
  }

  set(name: string, text: string): void {
    if (this.get(name) === text) return;
    this.#drafts.set(name, text);
    if (text) this.#keep.setReading(name, text);
    else this.#keep.removeReading(name);
  }
}
