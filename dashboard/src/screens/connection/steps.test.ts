import { expect, test } from "vitest";
import type { Schemas } from "../../api/types";
import { connection } from "../../i18n/fr/connection";
import { actorOf, nextOf, refusalOf, stepsOf } from "./steps";

type Seller = Schemas["Me"]["seller"];

function seller(changes: Partial<Seller>): Seller {
  return {
    id: "slr_1",
    first_name: "Awa",
    last_name: "Koné",
    shop_name: "Boutique Awa",
    country: "CI",
    currency: "XOF",
    phone: "+2250707010101",
    email: "awa@example.ci",
    status: "registered",
    whatsapp: null,
    onboarding_step: "registered",
    onboarding_refusal: null,
    logo: null,
    ...changes,
  };
}
const WHATSAPP = { display_phone_number: "+225 07 07 02 02 02" };

const drawn = (one: Seller) =>
  stepsOf(one)
    .map(({ state }) => state[0])
    .join("");

test.each([
  [{}, "dnllll", "connect"],
  [{ onboarding_step: "link_issued" }, "dnllll", "connect"],
  [{ onboarding_step: "link_issued", onboarding_refusal: "access_denied" }, "dsllll", "connect"],
  [{ onboarding_step: "code_exchanged" }, "ddnlll", "resume"],
  [{ onboarding_step: "code_exchanged", onboarding_refusal: "missing_permission" }, "ddslll", "connect"],
  [{ onboarding_step: "code_exchanged", onboarding_refusal: "no_number" }, "dddsll", "resume"],
  [{ onboarding_step: "registered", onboarding_refusal: "no_account" }, "dsllll", "connect"],
  [{ onboarding_step: "number_chosen", onboarding_refusal: "number_taken" }, "dddsll", "connect"],
  [{ onboarding_step: "subscribed", onboarding_refusal: "pin_mismatch" }, "ddddds", "resume"],
  // A refusal whose walk left no token: going on has nothing to go on with.
  [{ onboarding_step: "registered", onboarding_refusal: "meta_unavailable" }, "dsllll", "connect"],
  [{ onboarding_step: "active", status: "active", whatsapp: WHATSAPP }, "dddddd", "none"],
] as const)("%j stands at %s and is offered %s", (changes, states, next) => {
  const one = seller(changes as Partial<Seller>);
  expect(drawn(one)).toBe(states);
  expect(nextOf(one)).toBe(next);
});

test("who acts on a refusal", () => {
  expect(["pin_locked", "wrong_app", "no_account"].map((code) => actorOf(code as "pin_locked"))).toEqual([
    "time",
    "us",
    "seller",
  ]);
  expect(refusalOf("number_taken", connection.refusal)).toBe("number_taken");
  expect(refusalOf("invented_tomorrow", connection.refusal)).toBe("meta_refused");
});
