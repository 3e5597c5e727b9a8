import { expect, test } from "vitest";
import type { Schemas } from "../../api/types";
import { isUnknown, limitOf, pointsOf, type Stop, toSettle } from "./health";

type Me = Schemas["Me"];

function me(health: Partial<Me["health"]> = {}, seller: Partial<Me["seller"]> = {}): Me {
  return {
    seller: {
      id: "slr_1",
      first_name: "Awa",
      last_name: "Koné",
      shop_name: "Boutique Awa",
      country: "CI",
      currency: "XOF",
      phone: "+2250707010101",
      email: "awa@example.ci",
      status: "active",
      whatsapp: { display_phone_number: "+225 07 07 02 02 02" },
      onboarding_step: "active",
      onboarding_refusal: null,
      logo: null,
      ...seller,
    },
    health: {
      checked_at: null,
      subscribed: null,
      payment_method: null,
      connected: true,
      sending: null,
      campaigns: null,
      quality: null,
      messaging_limit: null,
      templates: [],
      ...health,
    },
  };
}

const WAITING = { overdue: 2, oldest_since: null, with_other_app: 1 };
const stop = (code: Stop["code"]): Stop => ({
  code,
  sentence: code,
  since: "2026-11-28T10:00:00Z",
  until: null,
  meta_code: null,
});

const told = (one: Me, answers = { overdue: 0, oldest_since: null, with_other_app: 0 }) =>
  Object.fromEntries(
    pointsOf(one, answers).map(({ name, tone, action }) => [
      name,
      action === "none" ? tone : `${tone}, ${action}`,
    ]),
  );

test("of a number in order there is nothing to settle", () => {
  expect(told(me({ quality: "GREEN", subscribed: true, payment_method: "ok" }))).toEqual({
    connection: "good",
    subscription: "good",
    sending: "good",
    payment: "good",
    campaigns: "good",
    quality: "good",
    limit: "calm",
    answers: "good",
    standby: "good",
  });
  expect(toSettle(me())).toBe(0);
});

test("a trouble is told once, where its remedy is", () => {
  const cut = me({ connected: false, sending: stop("token_revoked") });
  expect(told(cut)).toMatchObject({ connection: "bad, connect", sending: "calm", payment: "calm" });
  expect(toSettle(cut)).toBe(1);
  const unpaid = me({ sending: stop("payment") });
  expect(told(unpaid)).toMatchObject({ connection: "good", sending: "calm", payment: "bad" });
  expect(toSettle(unpaid)).toBe(1);
  expect(told(me({ sending: stop("registration") }))).toMatchObject({ sending: "bad, connect" });
  expect(told(me({ sending: stop("locked") }))).toMatchObject({ sending: "bad" });
});

test("without a number the connection is what is to be done", () => {
  const fresh = me({}, { status: "registered", whatsapp: null, onboarding_step: "registered" });
  expect(told(fresh)).toMatchObject({ connection: "bad, connect", sending: "calm", campaigns: "calm" });
  expect(toSettle(fresh)).toBe(1);
});

test("what Meta threatens with and what other applications hold is to be watched", () => {
  expect(told(me({ quality: "YELLOW", campaigns: stop("spam_limited") }), WAITING)).toMatchObject({
    answers: "wait",
    quality: "wait",
    campaigns: "wait",
    standby: "wait",
  });
  const template = {
    usable: false,
    category: null,
    reason: null,
    quality: null,
    since: "2026-11-28T10:00:00Z",
  };
  const templates = [
    { ...template, name: "relance", status: "rejected" as const },
    { ...template, name: "recu", status: "pending" as const },
  ];
  expect(toSettle(me({ quality: "RED", templates }))).toBe(2);
});

test("what Meta did not say is not told as well, and what it denies is to be settled", () => {
  expect(told(me())).toMatchObject({ subscription: "calm", payment: "calm" });
  const silent = me();
  const unknown = pointsOf(silent, null).filter((point) => isUnknown(point, silent.health));
  expect(unknown.map(({ name }) => name)).toEqual(["subscription", "payment", "quality", "limit"]);
  const denied = me({ subscribed: false, payment_method: "trouble" });
  expect(told(denied)).toMatchObject({ subscription: "bad, check", payment: "bad" });
  expect(toSettle(denied)).toBe(2);
});

test.each([
  ["TIER_250", 250],
  ["TIER_2K", 2_000],
  ["TIER_100K", 100_000],
  ["TIER_UNLIMITED", Infinity],
  ["1000", 1_000],
  ["TIER_NOT_SET", null],
  [null, null],
])("the limit %j is %j", (words, limit) => {
  expect(limitOf(words)).toBe(limit);
});
