import { SvelteMap } from "svelte/reactivity";
import { Intent } from "../api/intent";
import { asProblem } from "../api/problem";
import type { Keep } from "./keep";

interface Counted {
  readonly id: string;
  readonly unread: number;
}

interface Mark {
  /** The API's count when the thread was looked at: that many are known. */
  readonly unread: number;
  /** When the latest message that was shown was said. */
  readonly through: string;
  /** The same of the prospect's own: only a new one of these is worth a request. */
  readonly theirs: string;
  /** The `theirs` that the API knows of, and when it took it. */
  readonly told: string | null;
  readonly toldAt: number | null;
}

export interface SeenParts {
  readonly keep: Pick<Keep, "reading" | "setReading">;
  /** Tells the API that a thread was read up to a moment. */
  tell(id: string, through: string, key: string): Promise<unknown>;
  now(): number;
  /** The device itself says that nothing can leave. */
  isOffline(): boolean;
}

const NAME = "seen";
const KEPT_MAX = 500;
// By then the API counts without what it was told, or it never will.
const BRIDGE_MS = 20_000;

/**
 * What was looked at on this device. The API keeps what the seller has read, for every device; this
 * tells it, and hides what it still counts until it answers with another number.
 */
export class Seen {
  readonly #parts: SeenParts;
  readonly #marks: SvelteMap<string, Mark>;
  readonly #intents = new Map<string, Intent>();
  readonly #telling = new Set<string>();

  constructor(parts: SeenParts) {
    this.#parts = parts;
    const kept = parts.keep.reading<[string, Mark | number][]>(NAME) ?? [];
    // A page of before kept counts alone, which the API does not need any more.
    this.#marks = new SvelteMap(
      kept.filter((entry): entry is [string, Mark] => typeof entry[1] === "object"),
    );
  }

  /** The messages of a thread that the seller has not read. */
  unseen({ id, unread }: Counted, now: number): number {
    const mark = this.#marks.get(id);
    // Fewer than were there: the API has heard of it, from this device or another, or somebody answered.
    if (!mark || unread < mark.unread) return unread;
    if (mark.toldAt !== null && now - mark.toldAt > BRIDGE_MS) return unread;
    return unread - mark.unread;
  }

  /** It is on the screen, up to the message said at `through`; the prospect's latest was said at `theirs`. */
  look({ id, unread }: Counted, through: string, theirs: string): void {
    const known = this.#marks.get(id);
    if (known?.unread !== unread || known.through !== through || known.theirs !== theirs) {
      const isNew = !known || isLater(theirs, known.theirs);
      this.#set(id, {
        unread,
        through,
        theirs,
        told: known?.told ?? null,
        toldAt: isNew ? null : known.toldAt,
      });
    }
    void this.#tell(id);
  }

  /** Tells again what did not get through; the network or the page came back. */
  resume(): void {
    for (const id of this.#marks.keys()) void this.#tell(id);
  }

  async #tell(id: string): Promise<void> {
    const mark = this.#marks.get(id);
    if (!mark || !isDue(mark) || this.#telling.has(id) || this.#parts.isOffline()) return;
    const intent = this.#intents.get(id) ?? new Intent();
    this.#intents.set(id, intent);
    this.#telling.add(id);
    try {
      await this.#parts.tell(id, mark.through, intent.key(mark.through));
    } catch (error) {
      const { status } = asProblem(error);
      const isForGood = status >= 400 && status < 500 && ![401, 408, 429].includes(status);
      // The seller reads on: the next message, visit or network tries again.
      if (!isForGood) return;
    } finally {
      this.#telling.delete(id);
    }
    intent.settle();
    const current = this.#marks.get(id);
    if (current) this.#set(id, { ...current, told: mark.theirs, toldAt: this.#parts.now() });
    await this.#tell(id);
  }

  #set(id: string, mark: Mark): void {
    // Again at the end: what was looked at last is what is kept.
    this.#marks.delete(id);
    this.#marks.set(id, mark);
    this.#parts.keep.setReading(NAME, [...this.#marks].slice(-KEPT_MAX));
  }
}

/** Something is unread by the API's count, or came after what it was told. */
function isDue({ unread, theirs, told }: Mark): boolean {
  return told === null ? unread > 0 : isLater(theirs, told);
}

function isLater(one: string, other: string): boolean {
  return Date.parse(one) > Date.parse(other);
}
