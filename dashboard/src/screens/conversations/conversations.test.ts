import { describe, expect, test } from "vitest";
import type { Unsent } from "../../data/outbox.svelte";
import type { Conversation, Delivery, Message } from "../../data/shop.svelte";
import { FILTERS, matches, ownerAt, passes, waitsForHuman, writingAt } from "./standing";
import { askedOf, matching } from "./search";
import { newerThan, shownOf, timelineOf } from "./timeline";
import { reasonOf } from "./undelivered";
import { costWords } from "./words";

const MOUSSA = { name: "Moussa", phone: null };
const NOW = Date.parse("2026-11-28T10:00:00Z");
const WAITS = { waiting_since: "2026-11-28T09:59:00Z" };

function conversation(changes: Partial<Conversation> = {}): Conversation {
  return {
    id: "cnv_1",
    contact: { name: "Aïcha Koné", phone: "+2250701020304" },
    owner: "ai",
    owner_until: null,
    last_message_at: "2026-11-28T09:59:00Z",
    preview: "Je veux les *Air Max*",
    unread: 0,
    waiting_since: null,
    called_since: null,
    window_open_until: null,
    window: {
      free_form_until: "2026-11-28T12:00:00Z",
      free_entry_until: null,
      next_message: { billing: "service" },
      template: { billing: "utility" },
    },
    language: "french",
    opted_out: false,
    reachable: true,
    usage: { turns: 0, calls: 0, tokens: 0, cost_micro_usd: 0, unpriced_calls: 0 },
    merged_into: null,
    reminder: null,
    ad: null,
    order_ids: [],
    ...changes,
  };
}

function window(changes: Partial<Conversation["window"]>): Conversation {
  const one = conversation();
  return { ...one, window: { ...one.window, ...changes } };
}

describe("who answers", () => {
  test("a take-over for a while ends by itself", () => {
    const taken = conversation({ owner: "human", owner_until: "2026-11-28T10:15:00Z", ...WAITS });
    expect(ownerAt(taken, NOW)).toBe("human");
    expect(ownerAt(taken, NOW + 16 * 60_000)).toBe("ai");
    expect(waitsForHuman(taken, NOW)).toBe(true);
    expect(waitsForHuman(taken, NOW + 16 * 60_000)).toBe(false);
    expect(ownerAt(conversation({ owner: "human" }), NOW + 1e12)).toBe("human");
  });

  test("a thread of the AI's waits for nobody, one of another application's does", () => {
    expect(waitsForHuman(conversation(WAITS), NOW)).toBe(false);
    expect(waitsForHuman(conversation({ owner: "other_app", ...WAITS }), NOW)).toBe(true);
    expect(waitsForHuman(conversation({ owner: "human" }), NOW)).toBe(false);
    expect(waitsForHuman(conversation({ ...WAITS, called_since: WAITS.waiting_since }), NOW)).toBe(true);
  });
});

describe("what the window allows", () => {
  test("it closes while the page is open", () => {
    expect(writingAt(conversation(), NOW)).toEqual({ state: "billed", until: "2026-11-28T12:00:00Z" });
    expect(writingAt(conversation(), NOW + 2 * 3_600_000)).toEqual({ state: "closed" });
    expect(writingAt(window({ free_form_until: null }), NOW)).toEqual({ state: "closed" });
  });

  test("an ad makes it free, until the earlier of the two ends", () => {
    const ad = { next_message: { billing: "free_entry_point" as const } };
    const long = window({ ...ad, free_entry_until: "2026-11-30T10:00:00Z" });
    expect(writingAt(long, NOW)).toEqual({ state: "free", until: "2026-11-28T12:00:00Z" });
    const short = window({ ...ad, free_entry_until: "2026-11-28T11:00:00Z" });
    expect(writingAt(short, NOW)).toEqual({ state: "free", until: "2026-11-28T11:00:00Z" });
    expect(writingAt(short, NOW + 90 * 60_000)).toEqual({ state: "billed", until: "2026-11-28T12:00:00Z" });
  });

  test("it is called paid for only once the month’s free answers are known to be used up", () => {
    const writing = writingAt(conversation(), NOW);
    expect(costWords(writing, undefined)).toMatch(/^Réponse possible jusqu’à /u);
    expect(costWords(writing, 1)).toMatch(/^Réponse gratuite jusqu’à /u);
    expect(costWords(writing, 0)).toMatch(/^Réponse payante \(Meta\), jusqu’à /u);
  });
});

test.each([
  ["aicha", true],
  ["KONÉ aï", true],
  ["air max", true],
  ["07 01 02", true],
  ["+225 07", true],
  ["00225 0701", true],
  ["0799", false],
  ["moussa", false],
  ["  ", true],
])("the search for %j finds her: %j", (typed, found) => {
  expect(matches(conversation(), typed)).toBe(found);
});

test("filters", () => {
  const mine = conversation({ owner: "human", ...WAITS });
  const ad = conversation({ ad: { id: "1", headline: "Promo", body: "" } });
  const under = (one: Conversation, unseen: number) =>
    FILTERS.filter((filter) => passes(one, filter, unseen, NOW));
  expect(under(mine, 0)).toEqual(["all", "waiting", "human"]);
  expect(under(ad, 1)).toEqual(["all", "unread", "ai", "ad"]);
  const silent = conversation({ reminder: { state: "planned", at: "2026-11-28T12:00:00Z" } });
  expect(under(silent, 0)).toEqual(["all", "ai", "reminder"]);
});

describe("a search", () => {
  const at = (id: string, minute: number, changes: Partial<Conversation> = {}) =>
    conversation({ id, last_message_at: `2026-11-28T09:${minute}:00Z`, ...changes });
  const under = (
    filter: Parameters<typeof passes>[1],
    typed: string,
    loaded: Conversation[],
    others: Conversation[] = [],
    found: Conversation[] = others,
  ) =>
    matching(loaded, others, {
      filter,
      typed,
      now: NOW,
      unseen: ({ unread }) => unread,
      found: new Map(found.map((one) => [one.id, one.last_message_at])),
    }).map(({ id }) => id);

  test("shows what is loaded and what the API found, latest first, each once", () => {
    const old = at("old", 10);
    expect(under("all", "aicha", [at("new", 50), at("other", 40, { contact: MOUSSA })], [old])).toEqual([
      "new",
      "old",
    ]);
    expect(under("all", "aicha", [old], [old])).toEqual(["old"]);
  });

  test("believes the API about a thread as it was then, and its own eyes after that", () => {
    const then = at("a", 10, { contact: MOUSSA });
    expect(under("all", "aicha", [], [then])).toEqual(["a"]);
    expect(under("all", "aicha", [at("a", 20, { contact: MOUSSA })], [], [then])).toEqual([]);
  });

  test("that somebody waits does not end by being read", () => {
    const read = at("a", 10, { owner: "human", unread: 0, ...WAITS });
    expect(under("waiting", "", [read])).toEqual(["a"]);
    expect(under("waiting", "", [at("a", 20, { owner: "human" })], [], [read])).toEqual([]);
  });

  test("what was read, or goes on elsewhere, is not under « unread » whatever was found", () => {
    const one = at("a", 10, { unread: 1 });
    expect(under("unread", "", [one])).toEqual(["a"]);
    expect(under("unread", "", [at("a", 10)], [], [one])).toEqual([]);
    expect(under("unread", "", [{ ...one, merged_into: "b" }], [], [one])).toEqual([]);
  });

  test("asks for two letters at least, and for sixty at most", () => {
    expect([askedOf(" a "), askedOf("  air   max "), askedOf("x".repeat(80)).length]).toEqual([
      "",
      "air max",
      60,
    ]);
  });
});

function message(id: string, at: string, changes: Partial<Message> = {}): Message {
  return {
    id,
    at,
    from: "prospect",
    kind: "text",
    text: id,
    buttons: [],
    status: "received",
    error_code: null,
    media: null,
    perceived: null,
    ad: null,
    answers: null,
    about_product: null,
    ...changes,
  };
}

function unsent(key: string, changes: Partial<Unsent> = {}): Unsent {
  return {
    key,
    conversation: "cnv_1",
    text: key,
    template: null,
    at: "2026-11-28T10:00:00Z",
    after: null,
    tried: null,
    taken: null,
    refused: null,
    ...changes,
  };
}

const delivery = {
  id: "ord_1",
  attempts: [
    { courier_name: "Blaise", outcome: "expired", offered_at: "2026-11-28T09:10:00Z" },
    { courier_name: "Koffi", outcome: "accepted", offered_at: "2026-11-28T09:15:00Z" },
    { courier_name: "Ali", outcome: "withdrawn", offered_at: "2026-11-28T09:16:00Z" },
  ],
  history: [{ at: "2026-11-28T09:40:00Z", by: { kind: "courier" }, what: "delivered" }],
  order: {
    id: "ord_1",
    reference: "A1B2",
    placed_at: "2026-11-28T09:05:00Z",
    history: [{ at: "2026-11-28T09:07:00Z", by: "prospect", what: ["lines"] }],
  },
} as unknown as Delivery;

describe("the timeline", () => {
  const messages = [message("m1", "2026-11-28T09:00:00Z"), message("m2", "2026-11-28T09:12:00Z")];

  test("puts what happened to an order between the messages, and what waits last", () => {
    const rows = timelineOf({
      messages,
      hasMore: false,
      deliveries: [delivery],
      unsent: [unsent("u1", { at: "2026-11-28T08:00:00Z" })],
    });
    const told = rows.map((row) => (row.kind === "happening" ? row.happening.what : row.key));
    expect(told).toEqual(["m1", "placed", "changed", "courier", "m2", "courier", "delivered", "u1"]);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });

  test("shows nothing of the time whose messages are not loaded", () => {
    const rows = timelineOf({
      messages: messages.slice(1),
      hasMore: true,
      deliveries: [delivery],
      unsent: [],
    });
    expect(rows.map(({ at }) => at)).toEqual([
      "2026-11-28T09:12:00Z",
      "2026-11-28T09:15:00Z",
      "2026-11-28T09:40:00Z",
    ]);
  });

  test("counts what came while one looked elsewhere, without one's own words", () => {
    const rows = timelineOf({
      messages: [...messages, message("m3", "2026-11-28T09:20:00Z", { from: "human" })],
      hasMore: false,
      deliveries: [],
      unsent: [],
    });
    expect([
      newerThan(rows, "m1"),
      newerThan(rows, "m2"),
      newerThan(rows, "gone"),
      newerThan(rows, null),
    ]).toEqual([1, 0, 0, 0]);
  });
});

describe("what was sent is shown once", () => {
  const at = "2026-11-28T10:00:01Z";
  const taken = { at, id: null };
  const own = (id: string, text: string) => message(id, "2026-11-28T10:00:02Z", { from: "human", text });

  test("by the message that came of it", () => {
    const waiting = [
      unsent("u1", { text: "Oui \n merci ", after: "m0", taken }),
      unsent("u2", { text: "Oui", after: "m0", taken }),
    ];
    expect(shownOf(waiting, [message("m0", at), own("m1", "Oui\nmerci")], NOW)).toEqual(["u1"]);
  });

  test("not by the same words said before, nor by one message twice", () => {
    const twice = [
      unsent("u1", { text: "Oui", after: "m1", taken }),
      unsent("u2", { text: "Oui", after: "m1", taken }),
    ];
    expect(shownOf(twice, [own("m1", "Oui")], NOW)).toEqual([]);
    expect(shownOf(twice, [own("m1", "Oui"), own("m2", "Oui")], NOW)).toEqual(["u1"]);
  });

  test("by its id alone, where the API said it", () => {
    const known = [unsent("u1", { text: "Oui", taken: { at, id: "m2" } })];
    expect(shownOf(known, [own("m1", "Oui")], NOW + 600_000)).toEqual([]);
    expect(shownOf(known, [own("m1", "Oui"), own("m2", "oui.")], NOW)).toEqual(["u1"]);
    // A page that was closed for days: the thread went on further than what is loaded.
    expect(shownOf(known, [message("m9", "2026-11-28T10:30:00Z")], NOW)).toEqual(["u1"]);
  });

  test("or by nothing, when it must have been written long ago", () => {
    const old = [unsent("u1", { text: "Oui", taken })];
    expect(shownOf(old, [], NOW + 60_000)).toEqual([]);
    expect(shownOf(old, [], NOW + 600_000)).toEqual(["u1"]);
  });

  test("not before the API has it", () => {
    expect(shownOf([unsent("u1", { text: "Oui" })], [own("m1", "Oui")], NOW)).toEqual([]);
  });
});

test.each([
  [131_047, "window"],
  [131_026, "unreachable"],
  [131_042, "payment"],
  [190, "number"],
  [250, "number"],
  [132_015, "template"],
  [80_007, "passing"],
  [5, "unknown"],
  [null, "unknown"],
])("Meta's code %j is told as %j", (code, reason) => {
  expect(reasonOf(code)).toBe(reason);
});
