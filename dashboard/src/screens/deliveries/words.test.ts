import { expect, test } from "vitest";
import { aDelivery } from "./example";
import { bookingWords, deedName, nowWords, rungWords } from "./words";

const attempt = {
  number: 1,
  courier_id: "cou_2",
  courier_name: "Koffi",
  tier: "pool",
  outcome: "refused",
  rungs: [
    { channel: "whatsapp", at: "2026-11-28T09:00:00Z" },
    { channel: "call", at: "2026-11-28T09:01:00Z", end: "no_answer" },
  ],
  via: "call",
  offered_at: "2026-11-28T09:00:00Z",
  expires_at: null,
} as const;

test("who was asked by which channel, and what came of it", () => {
  expect(rungWords({ ...attempt, rungs: [...attempt.rungs] })).toEqual([
    "livreur partagé",
    "WhatsApp à 09:00",
    "Appel à 09:01\u00a0: ne décroche pas",
    "Réponse par Appel",
  ]);
});

test("every state is a sentence, with a courier or without", () => {
  const statuses = [
    "awaiting_deposit",
    "offered",
    "with_service",
    "assigned",
    "picked_up",
    "awaiting_code",
    "code_locked",
    "awaiting_cash",
    "delivered",
    "nobody_found",
    "awaiting_retry",
    "pickup_at_shop",
    "failed",
    "cancelled",
  ] as const;
  const said = statuses.map((status) => nowWords(aDelivery({ status })));
  for (const words of said) expect(words).toMatch(/^\p{Lu}.+\.$/u);
  expect(new Set(said).size).toBeGreaterThanOrEqual(statuses.length - 1);
  const open = aDelivery({
    status: "offered",
    courier: null,
    attempts: [{ ...attempt, rungs: [], outcome: "open", expires_at: "2026-11-28T09:05:00Z" }],
  });
  expect(nowWords(open)).toBe("Koffi a jusqu’à 09:05 pour répondre.");
});

test("deeds have a name, also of a courier who lost the delivery", () => {
  const delivery = aDelivery({ attempts: [{ ...attempt, rungs: [] }] });
  const by = (courier: string) =>
    deedName({ at: "2026-11-28T09:00:00Z", by: { kind: "courier", courier }, what: "picked_up" }, delivery);
  expect([by("cou_1"), by("cou_2"), by("cou_3")]).toEqual(["Blaise", "Koffi", "Ancien livreur"]);
});

test("a state of a service that nobody here has heard of", () => {
  const booking = { number: 1, round: 1, service: "yango", at: "2026-11-28T09:00:00Z" } as const;
  expect(bookingWords({ ...booking, state: "at_pickup" })).toBe("à la boutique");
  expect([bookingWords(booking), bookingWords({ ...booking, state: "on_the_moon" })]).toEqual([
    "demandé",
    "demandé",
  ]);
});
