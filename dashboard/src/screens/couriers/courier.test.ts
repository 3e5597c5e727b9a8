import { expect, test } from "vitest";
import { ApiProblem } from "../../api/problem";
import type { Courier } from "../../data/shop.svelte";
import { courierBody, fieldsOf, moved, toggled } from "./courier";

const words = { hoursOrder: "hours", oneChannel: "channel" };
const moussa: Courier = {
  id: "cou_1",
  name: "Moussa",
  phone: "+2250505111111",
  zones: ["zon_1", "zon_gone"],
  zone_names: ["Cocody"],
  available: true,
  tier: "own",
  channels: ["call", "sms"],
  hours: ["07:00", "19:00"],
  silences: 0,
  last_offered_at: null,
  owed: null,
};

test("a courier as they are is sent without zones, so that a deleted one stays theirs", () => {
  expect(courierBody(fieldsOf(moussa), moussa, ["zon_1", "zon_2"], words)).toEqual({
    name: "Moussa",
    phone: "+2250505111111",
    available: true,
    channels: ["call", "sms"],
    hours: ["07:00", "19:00"],
    tier: "own",
  });
});

test("changed zones are sent without those the API does not know", () => {
  const fields = { ...fieldsOf(moussa), zones: ["zon_1", "zon_gone", "zon_2"] };
  expect(courierBody(fields, moussa, ["zon_1", "zon_2"], words).zones).toEqual(["zon_1", "zon_2"]);
  expect(courierBody(fieldsOf(null), null, ["zon_1"], words)).not.toHaveProperty("zones");
});

test("hours that end before they start and nobody to be reached by are refused at their fields", () => {
  const fields = { ...fieldsOf(moussa), from: "19:00", until: "07:30", channels: [] };
  let thrown: unknown;
  try {
    courierBody(fields, moussa, [], words);
  } catch (error) {
    thrown = error;
  }
  expect((thrown as ApiProblem).errors.map(({ field }) => field)).toEqual(["hours", "channels"]);
  expect(courierBody({ ...fieldsOf(moussa), anyHour: true, from: "19:00" }, moussa, [], words).hours).toEqual(
    [],
  );
});

test("channels go up, down, in and out, and no further", () => {
  expect(moved(["whatsapp", "call", "sms"], "call", -1)).toEqual(["call", "whatsapp", "sms"]);
  expect(moved(["whatsapp", "call"], "call", 1)).toEqual(["whatsapp", "call"]);
  expect(moved(["call"], "sms", -1)).toEqual(["call"]);
  expect(toggled(["call", "sms"], "call")).toEqual(["sms"]);
  expect(toggled(["sms"], "call")).toEqual(["sms", "call"]);
});
