// Everything one signed-in seller's page knows and watches. Screens take it from `useShop()`.

import { getContext, setContext } from "svelte";
import type { Api } from "../api/client";
import type { Page, Schemas } from "../api/types";
import { Alerts } from "./alerts.svelte";
import { Collection, type Entity } from "./collection.svelte";
import { detached } from "./detached.svelte";
import { Drafts } from "./drafts";
import { Freshness } from "./freshness.svelte";
import { Hub } from "./hub";
import type { Keep } from "./keep";
import { List, type ListParts } from "./list.svelte";
import { Live, type LiveState, type Socket } from "./live";
import { Outbox } from "./outbox.svelte";
import { PushDevice } from "./push-device";
import { Reading } from "./reading.svelte";
import { Seen } from "./seen.svelte";
import type { Source } from "./source.svelte";

export type Conversation = Schemas["Conversation"];
export type Message = Schemas["Message"];
export type Order = Schemas["Order"];
export type Delivery = Schemas["Delivery"];
export type Product = Schemas["Product"];
export type Zone = Schemas["Zone"];
export type Courier = Schemas["Courier"];

const PAGE = 50;
const BACKGROUND_MS = 60_000;

export class Shop {
  readonly api: Api;
  readonly keep: Keep;
  /** How fresh what is shown can be. */
  feed = $state<LiveState>("stopped");
  #hasNetwork = $state(navigator.onLine);

  readonly conversations: Collection<Conversation>;
  readonly messages: Collection<Message>;
  readonly orders: Collection<Order>;
  readonly deliveries: Collection<Delivery>;
  readonly products: Collection<Product>;
  readonly zones: Collection<Zone>;
  readonly couriers: Collection<Courier>;
  readonly me: Reading<Schemas["Me"]>;
  readonly outbox: Outbox;
  readonly drafts: Drafts;
  readonly seen: Seen;
  readonly alerts: Alerts;
  readonly freshness: Freshness;
  #lastBackgroundRead = 0;

  readonly #hub = new Hub(after);
  readonly #live: Live;
  readonly #sources = new Map<string, Source>();
  readonly #collections = new Map<string, Collection<Entity>>();
  readonly #leaving = new AbortController();
  /** Where each message was found: there is no route for one alone. */
  readonly #messageCursors = new Map<string, string | null>();
  readonly #rereading = new Map<string, Promise<void>>();

  constructor(api: Api, keep: Keep) {
    this.api = api;
    this.keep = keep;
    const parts = { keep, register: (source: Source) => this.#hub.register(source) };
    this.conversations = new Collection(
      "conversations",
      "conversation",
      (id) => api.get("/conversations/{id}", { path: { id } }),
      parts,
    );
    this.messages = new Collection<Message>("messages", "message", null, parts);
    this.orders = new Collection("orders", "order", (id) => api.get("/orders/{id}", { path: { id } }), parts);
    this.deliveries = new Collection(
      "deliveries",
      "delivery",
      (id) => api.get("/deliveries/{id}", { path: { id } }),
      parts,
    );
    this.products = new Collection(
      "products",
      "product",
      (id) => api.get("/products/{id}", { path: { id } }),
      parts,
    );
    this.zones = new Collection("zones", "zone", (id) => api.get("/zones/{id}", { path: { id } }), parts);
    this.couriers = new Collection(
      "couriers",
      "courier",
      (id) => api.get("/couriers/{id}", { path: { id } }),
      parts,
    );
    this.freshness = new Freshness(keep);
    this.me = this.reading("me", ["shop"], async () => {
      const me = await api.get("/me");
      this.freshness.touch();
      return me;
    });
    this.seen = new Seen({
      keep,
      tell: (id, through, key) =>
        api.post("/conversations/{id}/read", { path: { id }, body: { through }, key }),
      now: Date.now,
      isOffline: () => !navigator.onLine,
    });
    this.drafts = new Drafts(keep);
    this.alerts = new Alerts(keep, PushDevice.of(api));
    this.outbox = new Outbox({
      keep,
      send: (id, body, key) => api.post("/conversations/{id}/messages", { path: { id }, body, key }),
      after,
      now: Date.now,
      isOffline: () => !navigator.onLine,
    });
    this.#live = new Live({
      ticket: () => api.post("/live/tickets"),
      open: (url) => new WebSocket(url) as Socket,
      after,
      random: Math.random,
      isVisible: () => document.visibilityState === "visible" || this.#isDueInBackground(),
      changed: (items) => {
        this.freshness.touch();
        this.#hub.changed(items);
      },
      reread: () => this.#hub.reread(),
      state: (state) => {
        this.feed = state;
        if (state === "live") this.#send();
      },
    });
  }

  /** Nothing can be read: the device says so, or the profile, which is always watched, found out. */
  get isOffline(): boolean {
    return !this.#hasNetwork || (this.me.problem?.isNetwork ?? false);
  }

  /** A list of the API; the same name is the same list. Screens give it a name in their own folder. */
  list<T extends Entity>(parts: Omit<ListParts<T>, "keep">): List<T> {
    return this.#source(parts.name, () => new List<T>({ ...parts, keep: this.keep }));
  }

  /** What has no collection above: `kind` is the live feed's word for it. The same name is the same one. */
  collection<T extends Entity>(
    name: string,
    kind: string,
    read: ((id: string) => Promise<T>) | null = null,
  ): Collection<T> {
    const known = this.#collections.get(name);
    if (known) return known as Collection<T>;
    const register = (source: Source) => this.#hub.register(source);
    const collection = detached(() => new Collection<T>(name, kind, read, { keep: this.keep, register }));
    this.#collections.set(name, collection as unknown as Collection<Entity>);
    return collection;
  }

  /** An answer of the API that is no list; the same name is the same reading. */
  reading<T>(name: string, topics: readonly string[], ask: () => Promise<T>): Reading<T> {
    return this.#source(name, () => new Reading(name, topics, ask, this.keep));
  }

  /** Tells something that is asked for a while only, a search, what changed; until the answer is called. */
  follow(source: Source): () => void {
    return this.#hub.register(source);
  }

  conversationList(): List<Conversation> {
    return this.list({
      name: "conversations",
      topics: ["conversation"],
      collection: this.conversations,
      page: async (cursor) =>
        pageOf<Conversation>(await this.api.get("/conversations", { query: { limit: PAGE, ...at(cursor) } })),
      order: (one, other) => other.last_message_at.localeCompare(one.last_message_at),
    });
  }

  /** Latest first, as its pages are; a thread shows it the other way round. */
  messagesOf(id: string): List<Message> {
    return this.list({
      name: `messages:${id}`,
      topics: [`message:${id}`],
      collection: this.messages,
      page: (cursor) => this.#messagePage(id, cursor),
      order: (one, other) => Date.parse(other.at) - Date.parse(one.at),
    });
  }

  /** Reads the page with a message again: the address of its file is over. */
  rereadMessage(conversation: string, message: string): Promise<void> {
    const cursor = this.#messageCursors.get(message) ?? null;
    const name = `${conversation} ${cursor ?? ""}`;
    // A page of pictures asks all at once.
    const running = this.#rereading.get(name);
    if (running) return running;
    const reading = this.#messagePage(conversation, cursor)
      .then(({ items }) => this.messages.put(items))
      .finally(() => this.#rereading.delete(name));
    this.#rereading.set(name, reading);
    return reading;
  }

  async #messagePage(id: string, cursor: string | null): Promise<Page<Message>> {
    const query = { limit: PAGE, ...at(cursor) };
    const answer = await this.api.get("/conversations/{id}/messages", { path: { id }, query });
    const page = pageOf<Message>(answer);
    for (const message of page.items) this.#messageCursors.set(message.id, cursor);
    return { items: page.items.reverse(), cursor: page.cursor };
  }

  /** Opens the feed, and follows network and visibility until `stop`. */
  start(): void {
    const { signal } = this.#leaving;
    addEventListener("online", () => this.#network(true), { signal });
    addEventListener("offline", () => this.#network(false), { signal });
    document.addEventListener(
      "visibilitychange",
      () => {
        if (document.visibilityState === "visible") {
          this.#live.wake();
          this.#send();
        } else this.#rest();
      },
      { signal },
    );
    addEventListener("pagehide", () => this.#rest(), { signal });
    this.#live.start();
    this.#send();
  }

  stop(): void {
    this.#leaving.abort();
    this.#live.stop();
    this.outbox.stop();
    this.#hub.stop();
    this.keep.close();
  }

  /** The page may be about to go. */
  #rest(): void {
    this.#stillFresh();
    void this.keep.flush();
  }

  /** While the feed is live, nothing heard means that nothing changed. */
  #stillFresh(): void {
    if (this.feed === "live" && this.#hasNetwork) this.freshness.touch();
  }

  #network(isOnline: boolean): void {
    if (!isOnline) this.#stillFresh();
    this.#hasNetwork = isOnline;
    if (!isOnline) return;
    this.#live.wake();
    this.#hub.reread();
    this.#send();
  }

  // What waited for a way out: words, and that others were read.
  #send(): void {
    this.outbox.resume();
    this.seen.resume();
  }

  // Without a socket nobody tells a hidden page anything: it looks once a minute, if it is to notify.
  #isDueInBackground(): boolean {
    if (!this.alerts.isOn || Date.now() - this.#lastBackgroundRead < BACKGROUND_MS) return false;
    this.#lastBackgroundRead = Date.now();
    return true;
  }

  #source<S extends Source>(name: string, make: () => S): S {
    const known = this.#sources.get(name);
    if (known) return known as S;
    const source = detached(make);
    this.#sources.set(name, source);
    this.#hub.register(source);
    return source;
  }
}

/** The page of a list as the schema has it: its items are typed by whoever asks. */
export function pageOf<T>(page: { items?: unknown; cursor: string | null }): Page<T> {
  return { items: (page.items ?? []) as T[], cursor: page.cursor };
}

/** The query's cursor, when there is one. */
export function at(cursor: string | null): { cursor?: string } {
  return cursor === null ? {} : { cursor };
}

const KEY = Symbol("shop");

export function provideShop(shop: Shop): void {
  setContext(KEY, shop);
}

export function useShop(): Shop {
  return getContext<Shop>(KEY);
}

function after(ms: number, call: () => void): () => void {
  const timer = setTimeout(call, ms);
  return () => clearTimeout(timer);
}
