import { describe, expect, test } from "vitest";
import { Api } from "./client";
import { Intent } from "./intent";
import { ApiProblem } from "./problem";

type Reply = Response | "lost";

function stage(replies: Reply[], { isOffline = false } = {}) {
  const sent: { method: string; url: string; key: string | null; token: string | null }[] = [];
  const pauses: number[] = [];
  let tokens = 0;
  const api = new Api({
    base: "https://api",
    token: (fresh) => {
      if (fresh || tokens === 0) tokens += 1;
      return Promise.resolve(`token${tokens}`);
    },
    fetch: (url, init) => {
      const headers = new Headers(init?.headers);
      sent.push({
        method: init?.method ?? "",
        url: String(url),
        key: headers.get("idempotency-key"),
        token: headers.get("authorization"),
      });
      const reply = replies.shift() ?? json(200, {});
      return reply === "lost" ? Promise.reject(new TypeError("network")) : Promise.resolve(reply);
    },
    sleep: (ms) => {
      pauses.push(ms);
      return Promise.resolve();
    },
    random: () => 0.5,
    isOffline: () => isOffline,
  });
  return { api, sent, pauses };
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers });
}

async function problem(promise: Promise<unknown>): Promise<ApiProblem> {
  const caught: unknown = await promise.catch((error: unknown) => error);
  if (!(caught instanceof ApiProblem)) throw new Error("it was not refused");
  return caught;
}

describe("requests", () => {
  test("fill the route, the query and the token", async () => {
    const { api, sent } = stage([json(200, { items: [], cursor: null })]);
    await api.get("/conversations/{id}/messages", {
      path: { id: "conv/1" },
      query: { cursor: "a b", limit: 50 },
    });
    expect(sent).toEqual([
      {
        method: "GET",
        url: "https://api/conversations/conv%2F1/messages?cursor=a+b&limit=50",
        key: null,
        token: "Bearer token1",
      },
    ]);
  });

  test("a read is tried again with growing pauses, and gives up", async () => {
    const { api, sent, pauses } = stage(["lost", json(503, {}), "lost", json(502, {})]);
    expect((await problem(api.get("/me"))).status).toBe(502);
    expect(sent).toHaveLength(4);
    expect(pauses).toEqual([400, 1200, 3600]);
  });

  test("the server says how long to wait", async () => {
    const { api, pauses } = stage([json(429, {}, { "retry-after": "2" })]);
    await api.get("/me");
    expect(pauses).toEqual([2000]);
  });

  test("a POST whose answer was lost is sent again under its key", async () => {
    const { api, sent } = stage(["lost", json(202, { id: "1" })]);
    expect(await api.post("/conversations/{id}/release", { path: { id: "c" }, key: "k" })).toEqual({
      id: "1",
    });
    expect(sent.map(({ key }) => key)).toEqual(["k", "k"]);
  });

  test("a POST without a given key has one of its own for all its tries", async () => {
    const { api, sent } = stage(["lost", json(202, { id: "1" }), json(202, { id: "2" })]);
    await api.post("/conversations/{id}/release", { path: { id: "c" } });
    await api.post("/conversations/{id}/release", { path: { id: "c" } });
    const [first, again, other] = sent.map(({ key }) => key);
    expect(first).toMatch(/^[0-9a-f]{32}$/u);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  test("what has no key is never sent twice", async () => {
    const { api, sent } = stage(["lost"]);
    expect((await problem(api.patch("/me", { body: { shop_name: "A" } }))).code).toBe("offline");
    expect(sent).toHaveLength(1);
  });

  test("without a network nobody waits for the fourth try", async () => {
    const { api, sent } = stage(["lost"], { isOffline: true });
    expect((await problem(api.get("/me"))).isNetwork).toBe(true);
    expect(sent).toHaveLength(1);
  });

  test("a refused token is renewed once", async () => {
    const { api, sent } = stage([json(401, {}), json(401, { code: "unauthenticated" })]);
    expect((await problem(api.patch("/me", { body: {} }))).status).toBe(401);
    expect(sent.map(({ token }) => token)).toEqual(["Bearer token1", "Bearer token2"]);
  });

  test("a refusal is a problem with its fields, and is final", async () => {
    const body = {
      code: "invalid",
      detail: "À corriger.",
      errors: [{ field: "price.amount", message: "Trop haut." }],
    };
    const { api, sent } = stage([json(422, body)]);
    const refused = await problem(api.post("/products", { body: { name: "x", price: 1 } }));
    expect([
      refused.status,
      refused.code,
      refused.detail,
      refused.of("price.amount"),
      refused.of("name"),
    ]).toEqual([422, "invalid", "À corriger.", "Trop haut.", undefined]);
    expect(sent).toHaveLength(1);
  });

  test("an answer without a body is no answer", async () => {
    const { api } = stage([new Response(null, { status: 204 })]);
    expect(await api.delete("/me/logo")).toBeUndefined();
  });
});

test("an intention keeps its key until it is done or means something else", () => {
  const intent = new Intent();
  const first = intent.key({ text: "oui" });
  expect(intent.key({ text: "oui" })).toBe(first);
  expect(intent.key({ text: "non" })).not.toBe(first);
  const second = intent.key({ text: "oui" });
  expect(second).not.toBe(first);
  intent.settle();
  expect(intent.key({ text: "oui" })).not.toBe(second);
});
