import { describe, expect, test } from "vitest";
import { ApiProblem } from "../api/problem";
import { Cognito } from "./cognito";
import { Session } from "./session.svelte";

const HOUR = 3_600_000;

function jwt(claims: object): string {
  return ["", btoa(JSON.stringify(claims)), ""].join(".");
}

class MemoryStorage implements Storage {
  readonly #items = new Map<string, string>();
  get length(): number {
    return this.#items.size;
  }
  clear = () => this.#items.clear();
  getItem = (key: string) => this.#items.get(key) ?? null;
  key = (index: number) => [...this.#items.keys()][index] ?? null;
  removeItem = (key: string) => void this.#items.delete(key);
  setItem = (key: string, value: string) => void this.#items.set(key, value);
}

function stage() {
  const calls: { action: string; input: Record<string, unknown> }[] = [];
  const answers: Record<string, () => Response> = {};
  const clock = { now: 0 };
  const tokens = () => ({
    IdToken: jwt({ sub: "seller-1", exp: (clock.now + HOUR) / 1000, n: calls.length }),
    AccessToken: "access",
  });
  answers["InitiateAuth"] = () =>
    Response.json({ AuthenticationResult: { ...tokens(), RefreshToken: "refresh-1" } });
  const cognito = new Cognito("https://cognito", "client", (_url, init) => {
    const action = new Headers(init?.headers).get("x-amz-target")?.split(".")[1] ?? "";
    calls.push({ action, input: JSON.parse(String(init?.body)) as Record<string, unknown> });
    const answer = answers[action];
    return answer ? Promise.resolve().then(answer) : Promise.resolve(Response.json({}));
  });
  const storage = new MemoryStorage();
  const open = () => new Session(cognito, storage, () => clock.now);
  return { calls, answers, clock, storage, open };
}

const refusal = (status: number, type: string) => () => Response.json({ __type: type }, { status });

describe("a session", () => {
  test("outlives the page with its refresh token and nothing else", async () => {
    const { open, storage, calls } = stage();
    const session = open();
    await session.signIn(" Awa@Boutique.ci ", "secret-word-1");
    const kept = storage.getItem("fluxasync.session") ?? "";
    expect(JSON.parse(kept)).toEqual({
      refreshToken: "refresh-1",
      seller: "seller-1",
      email: "awa@boutique.ci",
    });
    const again = open();
    expect(again.seller).toBe("seller-1");
    await again.token();
    expect(calls.at(-1)?.input).toEqual({
      ClientId: "client",
      AuthFlow: "REFRESH_TOKEN_AUTH",
      AuthParameters: { REFRESH_TOKEN: "refresh-1" },
    });
  });

  test("renews its token before it ends, once for all who ask", async () => {
    const { open, clock, calls } = stage();
    const session = open();
    await session.signIn("a@b.ci", "x");
    const first = await session.token();
    clock.now = HOUR - 3 * 60_000;
    expect(await session.token()).toBe(first);
    clock.now = HOUR - 60_000;
    const [one, other] = await Promise.all([session.token(), session.token()]);
    expect(one).toBe(other);
    expect(one).not.toBe(first);
    expect(calls).toHaveLength(2);
  });

  test("ends when the pool refuses to renew it, and says so", async () => {
    const { open, answers, storage } = stage();
    const session = open();
    await session.signIn("a@b.ci", "x");
    const ended: string[] = [];
    session.onended = (seller) => ended.push(seller);
    answers["InitiateAuth"] = refusal(400, "com.amazonaws#NotAuthorizedException");
    await expect(session.token(true)).rejects.toMatchObject({ code: "signed_out" });
    expect([session.seller, session.ended, storage.length]).toEqual([null, true, 0]);
    expect(ended).toEqual(["seller-1"]);
  });

  test.each([
    ["a server's failure", refusal(500, "InternalErrorException")],
    ["too many requests", refusal(400, "TooManyRequestsException")],
    [
      "a lost network",
      () => {
        throw new TypeError("network");
      },
    ],
  ])("survives %s", async (_name, answer) => {
    const { open, answers } = stage();
    const session = open();
    await session.signIn("a@b.ci", "x");
    answers["InitiateAuth"] = answer;
    await expect(session.token(true)).rejects.toBeInstanceOf(ApiProblem);
    expect(session.seller).toBe("seller-1");
  });

  test("signing out forgets at once and revokes; a network that is away changes nothing", async () => {
    const { open, answers, storage, calls } = stage();
    const session = open();
    await session.signIn("a@b.ci", "x");
    answers["RevokeToken"] = () => {
      throw new TypeError("network");
    };
    await session.signOut(true);
    expect([session.seller, storage.length]).toEqual([null, 0]);
    expect(calls.slice(1)).toEqual([
      { action: "GlobalSignOut", input: { AccessToken: "access" } },
      { action: "RevokeToken", input: { ClientId: "client", Token: "refresh-1" } },
    ]);
    await expect(session.token()).rejects.toMatchObject({ code: "signed_out" });
  });

  test("follows another tab that signed out", async () => {
    const { open, storage } = stage();
    const session = open();
    await session.signIn("a@b.ci", "x");
    storage.clear();
    session.follow("something.else");
    expect(session.seller).toBe("seller-1");
    session.follow("fluxasync.session");
    expect(session.seller).toBeNull();
  });
});
