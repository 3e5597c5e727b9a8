import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import { ApiProblem } from "../api/problem";
import type { Page } from "../api/types";
import { Collection } from "./collection.svelte";
import { Hub } from "./hub";
import { Keep } from "./keep";
import { Search } from "./search.svelte";

interface Thing {
  id: string;
  at: number;
}

/** Pages by cursor, some of them empty, as an API answers that looks through so many at a time. */
async function stage(pages: string[]) {
  const keep = await Keep.open("search");
  const asked: (string | null)[] = [];
  const reloaded: string[] = [];
  const answers: (ApiProblem | null)[] = [];
  const gathered: (() => void)[] = [];
  const hub = new Hub((_ms, call) => {
    gathered.push(call);
    return () => undefined;
  });
  const read = (id: string) => {
    reloaded.push(id);
    return Promise.resolve({ id, at: 2 });
  };
  const collection = new Collection<Thing>("things", "thing", read, { keep, register: () => undefined });
  let signal: AbortSignal | undefined;
  const search = new Search<Thing>({
    topics: ["thing"],
    collection,
    page: (cursor, leaving): Promise<Page<Thing>> => {
      asked.push(cursor);
      signal = leaving;
      const answer = answers.shift() ?? null;
      if (answer) return Promise.reject(answer);
      const index = Number(cursor ?? 0);
      const items = [...(pages[index] ?? "")].map((id) => ({ id, at: 1 }));
      return Promise.resolve({ items, cursor: index + 1 < pages.length ? String(index + 1) : null });
    },
    version: ({ at }) => String(at),
    isFollowed: (id) => id === "a",
  });
  const forget = hub.register(search);
  const change = (id: string) => {
    hub.changed([{ kind: "thing", id }]);
    gathered.pop()?.();
  };
  const isAborted = () => signal?.aborted;
  return { search, asked, reloaded, answers, collection, change, forget, isAborted };
}

const found = (search: Search<Thing>) => [...search.found.keys()].join("");

test("goes on over empty pages until all was looked through", async () => {
  const { search, asked } = await stage(["a", "", "bc"]);
  await search.refresh();
  expect([found(search), search.isWhole]).toEqual(["a", false]);
  await search.loadMore();
  await search.loadMore();
  expect([found(search), search.isWhole]).toEqual(["abc", true]);
  await search.loadMore();
  expect(asked).toEqual([null, "1", "2"]);
});

test("a page that failed is asked for again", async () => {
  const { search, answers } = await stage(["a", "b"]);
  await search.refresh();
  answers.push(new ApiProblem(0, "offline"));
  await search.loadMore();
  expect([found(search), search.problem?.code]).toEqual(["a", "offline"]);
  await search.loadMore();
  expect([found(search), search.problem, search.isWhole]).toEqual(["ab", null, true]);
});

test("a change reads that match again, unless a list does, and asks no question twice", async () => {
  const { search, asked, reloaded, collection, change, forget } = await stage(["ab"]);
  const unwatch = search.watch();
  await search.refresh();
  const before = asked.length;
  for (const id of ["a", "b", "z"]) change(id);
  await search.refresh();
  expect(reloaded).toEqual(["b"]);
  expect(collection.get("b")?.at).toBe(2);
  expect(search.found.get("b")).toBe("1");
  expect(asked).toHaveLength(before);
  unwatch();
  forget();
  change("b");
  await search.refresh();
  expect(reloaded).toEqual(["b"]);
});

test("once another question is asked, nothing more is read", async () => {
  const { search, asked, isAborted } = await stage(["a", "b"]);
  await search.refresh();
  search.stop();
  await search.loadMore();
  expect([asked.length, isAborted()]).toEqual([1, true]);
});
