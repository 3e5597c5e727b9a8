import "fake-indexeddb/auto";
import { beforeEach, describe, expect, test } from "vitest";
import type { Page } from "../api/types";
import { ApiProblem } from "../api/problem";
import { Collection } from "./collection.svelte";
import { Hub } from "./hub";
import { Keep } from "./keep";
import { List } from "./list.svelte";

interface Thing {
  id: string;
  at: number;
  text?: string;
}

/** A server with things, latest first, three a page. */
class Server {
  things = new Map<string, Thing>();
  reads: string[] = [];
  isDown = false;

  put(...things: Thing[]): void {
    for (const thing of things) this.things.set(thing.id, thing);
  }

  page(cursor: string | null): Promise<Page<Thing>> {
    this.reads.push(`page ${cursor}`);
    if (this.isDown) return Promise.reject(new ApiProblem(0, "offline"));
    const sorted = [...this.things.values()].sort((one, other) => other.at - one.at);
    const rest = cursor === null ? sorted : sorted.filter(({ at }) => at < Number(cursor));
    const items = rest.slice(0, 3);
    return Promise.resolve({ items, cursor: rest.length > 3 ? String(items.at(-1)?.at) : null });
  }

  one(id: string): Promise<Thing> {
    this.reads.push(`one ${id}`);
    const thing = this.things.get(id);
    return thing ? Promise.resolve({ ...thing }) : Promise.reject(new ApiProblem(404, "not_found"));
  }
}

async function stage(server: Server, seller = "seller") {
  const keep = await Keep.open(seller);
  const gathered: (() => void)[] = [];
  const hub = new Hub((_ms, call) => {
    gathered.push(call);
    return () => undefined;
  });
  const things = new Collection<Thing>("things", "thing", (id) => server.one(id), {
    keep,
    register: (source) => hub.register(source),
  });
  const list = new List<Thing>({
    name: "things",
    topics: ["thing"],
    collection: things,
    page: (cursor) => server.page(cursor),
    order: (one, other) => other.at - one.at,
    keep,
  });
  hub.register(list);
  const tell = () => gathered.splice(0).forEach((call) => call());
  return { keep, hub, things, list, tell };
}

const ids = (list: List<Thing>) => list.items.map(({ id }) => id).join("");
const count = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => ({
    id: String.fromCharCode(96 + from + index),
    at: from + index,
  }));

let server: Server;
let sellers = 0;
beforeEach(() => {
  server = new Server();
  sellers += 1;
});

describe("a list", () => {
  test("pages to its end without losing or repeating anything", async () => {
    server.put(...count(1, 8));
    const { list } = await stage(server);
    await list.refresh();
    expect([ids(list), list.hasMore]).toEqual(["hgf", true]);
    await list.loadMore();
    await list.loadMore();
    expect([ids(list), list.hasMore]).toEqual(["hgfedcba", false]);
  });

  test("keeps its later pages when it is read again", async () => {
    server.put(...count(1, 8));
    const { list } = await stage(server);
    await list.refresh();
    await list.loadMore();
    server.put({ id: "z", at: 99 }, { id: "c", at: 50 });
    await list.refresh();
    expect(ids(list)).toBe("zchgfed");
    await list.loadMore();
    expect(ids(list)).toBe("zchgfedba");
  });

  test("begins anew when more came than a page holds: no hole stays open", async () => {
    server.put(...count(1, 4));
    const { list } = await stage(server);
    await list.refresh();
    await list.loadMore();
    server.put(...count(10, 15));
    await list.refresh();
    expect(ids(list)).toBe("onm");
    await list.loadMore();
    await list.loadMore();
    await list.loadMore();
    expect(ids(list)).toBe("onmlkjdcba");
  });

  test("drops what left its first page's stretch", async () => {
    server.put(...count(1, 5));
    const { list } = await stage(server);
    await list.refresh();
    await list.loadMore();
    server.things.delete("d");
    await list.refresh();
    expect(ids(list)).toBe("ecba");
  });

  test("reads what changed beyond its first page by itself; what is gone goes", async () => {
    server.put(...count(1, 6));
    const { list, hub, tell } = await stage(server);
    const unwatch = list.watch();
    await list.refresh();
    await list.loadMore();
    server.put({ id: "b", at: 2, text: "new" });
    server.things.delete("a");
    server.reads = [];
    hub.changed([{ kind: "thing", id: "b" }]);
    hub.changed([{ kind: "thing", id: "a" }]);
    tell();
    await list.refresh();
    expect(server.reads.filter((read) => read.startsWith("one"))).toEqual(["one b", "one a"]);
    expect(list.items.at(-1)?.text).toBe("new");
    expect(ids(list)).toBe("fedcb");
    unwatch();
  });

  test("is only read while it is watched, and again when it is watched after a change", async () => {
    server.put(...count(1, 2));
    const { list, hub, tell } = await stage(server);
    hub.changed([{ kind: "thing", id: "a" }]);
    tell();
    expect(server.reads).toEqual([]);
    list.watch()();
    await list.refresh();
    server.reads = [];
    list.watch()();
    expect(server.reads).toEqual([]);
    hub.changed([{ kind: "other", id: "a" }]);
    tell();
    list.watch()();
    expect(server.reads).toEqual([]);
    hub.reread();
    list.watch()();
    expect(server.reads).toEqual(["page null"]);
  });

  test("a failure is told and what was there stays", async () => {
    server.put(...count(1, 2));
    const { list } = await stage(server);
    await list.refresh();
    server.isDown = true;
    await list.refresh();
    expect([ids(list), list.problem?.code]).toEqual(["ba", "offline"]);
    server.isDown = false;
    await list.refresh();
    expect(list.problem).toBeNull();
  });
});

describe("what is kept", () => {
  test("is there when the page opens without a network", async () => {
    const seller = `seller-${sellers}`;
    server.put(...count(1, 3));
    const first = await stage(server, seller);
    await first.list.refresh();
    await first.keep.flush();
    first.keep.close();
    server.isDown = true;
    const second = await stage(server, seller);
    expect(ids(second.list)).toBe("cba");
    expect(second.list.isRead).toBe(false);
  });

  test("belongs to one seller, and goes at sign-out", async () => {
    const seller = `seller-${sellers}`;
    server.put(...count(1, 3));
    const first = await stage(server, seller);
    await first.list.refresh();
    await first.keep.flush();
    first.keep.close();
    expect(ids((await stage(server, `${seller}-other`)).list)).toBe("");
    await Keep.erase(seller);
    expect(ids((await stage(server, seller)).list)).toBe("");
  });
});
