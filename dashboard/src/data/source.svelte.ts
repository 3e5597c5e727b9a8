import { type ApiProblem, asProblem } from "../api/problem";

/**
 * Something read from the API that screens watch. It is read while somebody looks at it, again when
 * one of its topics changed, and never twice at once. Topics are kinds of the live feed, or
 * `kind:id` for one thing alone.
 */
export abstract class Source {
  abstract readonly topics: readonly string[];
  #watchers = 0;
  #isStale = true;
  #running: Promise<void> | null = null;
  readonly #changed = new Set<string>();
  /** Whether it was read since the page opened; before that, what is there is from the last time. */
  isRead = $state(false);
  /** Why the last read failed. What is shown then is older than it should be. */
  problem = $state.raw<ApiProblem | null>(null);

  get isWatched(): boolean {
    return this.#watchers > 0;
  }

  /** For `$effect(() => source.watch())`: reads what is old, and keeps it fresh until the effect ends. */
  watch(): () => void {
    this.#watchers += 1;
    if (this.#isStale) void this.refresh();
    return () => {
      this.#watchers -= 1;
    };
  }

  /** It changed: read now if somebody looks, later if nobody does. `ids` are what changed, if known. */
  invalidate(ids: Iterable<string> = []): void {
    for (const id of ids) this.#changed.add(id);
    this.#isStale = true;
    if (this.isWatched) void this.refresh();
  }

  /** Reads again; while a read is under way, once more after it. Failures end up in `problem`. */
  refresh(): Promise<void> {
    this.#isStale = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #run(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      const changed = new Set(this.#changed);
      this.#changed.clear();
      try {
        await this.read(changed);
        this.isRead = true;
        this.problem = null;
      } catch (error) {
        // Stale again, for the next watch; not for this loop, which would hammer a dead network.
        this.problem = asProblem(error);
        for (const id of changed) this.#changed.add(id);
        this.#isStale = true;
        return;
      }
    }
  }

  /** Reads from the API. `changed` are ids that are known to have changed. */
  protected abstract read(changed: ReadonlySet<string>): Promise<void>;
}
