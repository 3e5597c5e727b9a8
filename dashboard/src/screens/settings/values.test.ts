import { expect, test } from "vitest";
import type { ApiProblem } from "../../api/problem";
import {
  changed,
  deliveryChange,
  deliveryFields,
  francs,
  paymentChange,
  paymentFields,
  pinWords,
  readPin,
  type ShopSettings,
} from "./values";

const words = { amount: "amount", whole: "whole", pinBad: "pin" };
const xof = (amount: number) => ({ amount, currency: "XOF" as const });
const settings: ShopSettings = {
  manner: "vous",
  hours: {},
  hours_in_words: "",
  holidays: [],
  takeover_minutes: 60,
  turns_per_contact_per_day: 60,
  turns_per_day: 2000,
  tokens_per_day: 5_000_000,
  about: "",
  delivery: {
    shares_pool: false,
    cash_ceiling: xof(100_000),
    max_rounds: 3,
    pickup_place: "Adjamé",
    pickup_pin: { lat: "5.3600000", lng: "-4.0083000" },
    services: [{ service: "glovo", max_price: xof(3_000) }],
  },
  payment: { provider: "wave", deposit: { percent: 30, from_total: xof(50_000), minutes: 60 } },
};

function errorsOf(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    return (error as ApiProblem).errors.map(({ field }) => field);
  }
  return [];
}

test("only what is different is a change, by value", () => {
  expect(changed({ a: [1, 2], b: "x" }, { a: [1, 2], b: "y" })).toEqual({ b: "x" });
  expect(changed({ a: [2, 1] }, { a: [1, 2] })).toEqual({ a: [2, 1] });
  expect([francs(5), francs(xof(7)), francs(undefined)]).toEqual([5, 7, null]);
});

test.each([
  ["5.36, -4.0083", { lat: "5.36", lng: "-4.0083" }],
  [" 5.36 -4.0083 ", { lat: "5.36", lng: "-4.0083" }],
  ["5,36 ; -4,0083", { lat: "5.36", lng: "-4.0083" }],
  ["https://www.google.com/maps/place/Adjam%C3%A9/@5.3656,-4.0234,17z", { lat: "5.3656", lng: "-4.0234" }],
  ["https://maps.google.com/?q=5.3656,-4.0234", { lat: "5.3656", lng: "-4.0234" }],
  ["geo:5.3656,-4.0234?z=15", { lat: "5.3656", lng: "-4.0234" }],
  ["95.0, 4.0", undefined],
  ["5.36", undefined],
  ["Adjamé", undefined],
])("the point of %j is %j", (typed, pin) => {
  expect(readPin(typed)).toEqual(pin);
});

test("a point is shown without the zeros that say nothing, and read back as the same", () => {
  expect(pinWords({ lat: "5.3600000", lng: "-4.0000000" })).toBe("5.36, -4");
  expect(readPin("5.36, -4")).toEqual({ lat: "5.36", lng: "-4" });
  expect(pinWords({ lat: 10, lng: 20 })).toBe("10, 20");
});

test("services that are used come first, in their order, and the other is there to be chosen", () => {
  const fields = deliveryFields(settings);
  expect(fields.services).toEqual([
    { service: "glovo", used: true, price: 3_000 },
    { service: "yango", used: false, price: null },
  ]);
  expect(deliveryChange(fields, deliveryFields(settings), words)).toEqual({});
});

test("what changed of the delivery is sent, an empty point takes it away", () => {
  const was = deliveryFields(settings);
  const services = [
    { service: "yango" as const, used: true, price: 2_500 },
    { service: "glovo" as const, used: true, price: 3_000 },
  ];
  expect(deliveryChange({ ...was, pin: " ", services }, was, words)).toEqual({
    pickup_pin: null,
    services: [
      { service: "yango", max_price: 2_500 },
      { service: "glovo", max_price: 3_000 },
    ],
  });
});

test("numbers that are none and a point that is none are refused at their fields", () => {
  const was = deliveryFields(settings);
  const services = was.services.map((one) => ({ ...one, used: true }));
  expect(errorsOf(() => deliveryChange({ ...was, rounds: Number.NaN, services }, was, words))).toEqual([
    "delivery.max_rounds",
    "delivery.services[1].max_price",
  ]);
  expect(errorsOf(() => deliveryChange({ ...was, pin: "Adjamé" }, was, words))).toEqual([
    "delivery.pickup_pin",
  ]);
});

test("a deposit goes with its provider, and its numbers are looked at only while it is asked for", () => {
  const was = paymentFields(settings);
  expect(paymentChange(was, was, words)).toEqual({});
  expect(paymentChange({ ...was, provider: "none" }, was, words)).toEqual({ provider: null, deposit: null });
  expect(paymentChange({ ...was, percent: 50 }, was, words)).toEqual({
    deposit: { percent: 50, from_total: 50_000, minutes: 60 },
  });
  expect(paymentChange({ ...was, deposits: false, percent: null }, was, words)).toEqual({ deposit: null });
  expect(errorsOf(() => paymentChange({ ...was, percent: null }, was, words))).toEqual([
    "payment.deposit.percent",
  ]);
});
