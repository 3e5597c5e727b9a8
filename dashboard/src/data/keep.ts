// What the page knows, kept in IndexedDB for reading without a network: one database per seller,
// read whole when the shop opens, written behind in batches, deleted at sign-out.

export interface KeptList {
  readonly ids: readonly string[];
  readonly cursor: string | null;
}

const STORE = "kept";
const PREFIX = "fluxasync.";
const WRITE_AFTER_MS = 500;
// Beyond the first screens nobody reads offline, and a phone's storage is small.
const LIST_LENGTH = 200;

type Write = { value: unknown } | null;

export class Keep {
  readonly #database: IDBDatabase | null;
  readonly #kept: Map<string, unknown>;
  readonly #writes = new Map<string, Write>();
  #timer: ReturnType<typeof setTimeout> | null = null;

  private constructor(database: IDBDatabase | null, kept: Map<string, unknown>) {
    this.#database = database;
    this.#kept = kept;
  }

  /** Without IndexedDB (private windows, full disks) everything works, and nothing is kept. */
  static async open(seller: string): Promise<Keep> {
    try {
      const database = await openDatabase(PREFIX + seller);
      const keep = new Keep(database, await readAll(database));
      keep.#sweep();
      return keep;
    } catch {
      return new Keep(null, new Map());
    }
  }

  /** Deletes all that is kept of a seller. */
  static async erase(seller: string): Promise<void> {
    try {
      await settled(indexedDB.deleteDatabase(PREFIX + seller));
    } catch {
      // There was nothing to delete where nothing can be kept.
    }
  }

  *entities<T>(collection: string): Iterable<[string, T]> {
    const prefix = `entity/${collection}/`;
    for (const [key, value] of this.#kept)
      if (key.startsWith(prefix)) yield [key.slice(prefix.length), value as T];
  }

  setEntity(collection: string, id: string, entity: unknown): void {
    this.#write(`entity/${collection}/${id}`, { value: entity });
  }

  removeEntity(collection: string, id: string): void {
    this.#write(`entity/${collection}/${id}`, null);
  }

  list(name: string): KeptList | undefined {
    return this.#kept.get(`list/${name}`) as KeptList | undefined;
  }

  setList(name: string, { ids, cursor }: KeptList): void {
    // A cursor behind what was cut off would leave a hole; the list is read again before it pages.
    const whole = ids.length <= LIST_LENGTH;
    this.#write(`list/${name}`, { value: { ids: ids.slice(0, LIST_LENGTH), cursor: whole ? cursor : null } });
  }

  reading<T>(name: string): T | undefined {
    return this.#kept.get(`reading/${name}`) as T | undefined;
  }

  /** The readings whose name begins with `prefix`, by what follows it, as they were at the opening. */
  *readings<T>(prefix: string): Iterable<[string, T]> {
    const start = `reading/${prefix}`;
    for (const [key, value] of this.#kept)
      if (key.startsWith(start)) yield [key.slice(start.length), value as T];
  }

  setReading(name: string, value: unknown): void {
    this.#write(`reading/${name}`, { value });
  }

  removeReading(name: string): void {
    this.#write(`reading/${name}`, null);
  }

  /** Writes what waits, now: the page may be about to go. */
  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (!this.#database || this.#writes.size === 0) return;
    const writes = [...this.#writes];
    this.#writes.clear();
    try {
      const transaction = this.#database.transaction(STORE, "readwrite");
      const store = transaction.objectStore(STORE);
      for (const [key, write] of writes) {
        if (write) store.put(write.value, key);
        else store.delete(key);
      }
      await new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
      });
    } catch {
      // A full disk costs the offline copy, nothing else.
    }
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#writes.clear();
    this.#database?.close();
  }

  #write(key: string, write: Write): void {
    if (!this.#database) return;
    this.#writes.set(key, write);
    this.#timer ??= setTimeout(() => void this.flush(), WRITE_AFTER_MS);
  }

  /** Drops what no kept list names: it could only be shown by an address typed by hand. */
  #sweep(): void {
    const named = new Set<string>();
    for (const [key, value] of this.#kept) {
      if (key.startsWith("list/")) for (const id of (value as KeptList).ids) named.add(id);
    }
    for (const key of this.#kept.keys()) {
      if (!key.startsWith("entity/")) continue;
      const [, , ...id] = key.split("/");
      if (named.has(id.join("/"))) continue;
      this.#kept.delete(key);
      this.#write(key, null);
    }
  }
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("refused"));
  });
}

function openDatabase(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return settled(request).then((database) => {
    // Another tab signs out and deletes: an open connection would make it wait.
    database.onversionchange = () => database.close();
    return database;
  });
}

async function readAll(database: IDBDatabase): Promise<Map<string, unknown>> {
  const store = database.transaction(STORE, "readonly").objectStore(STORE);
  const [keys, values] = await Promise.all([
    settled(store.getAllKeys()),
    settled(store.getAll() as IDBRequest<unknown[]>),
  ]);
  return new Map(keys.map((key, index) => [String(key), values[index]]));
}
