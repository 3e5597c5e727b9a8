import { describe, expect, test } from "vitest";
import { en } from "./en";
import { Format, shiftDay } from "./format";
import { fr } from "./fr";

// 23:30 in Abidjan, half past midnight of the next day in Cotonou.
const NOW = Date.parse("2026-11-27T23:30:00Z");
const abidjan = new Format("fr-FR", "Africa/Abidjan", fr.days, () => NOW);
const cotonou = new Format("fr-FR", "Africa/Porto-Novo", fr.days, () => NOW);

describe("what a seller reads", () => {
  test("amounts do not break", () => {
    expect(abidjan.money({ amount: 15_000, currency: "XOF" })).toBe("15\u202f000\u00a0FCFA");
    expect(abidjan.money({ amount: -500, currency: "XAF" })).toBe("-500\u00a0FCFA");
  });

  test("days are those of the shop", () => {
    const instant = "2026-11-27T22:30:00Z";
    expect([abidjan.moment(instant), cotonou.moment(instant)]).toEqual(["22:30", "Hier"]);
    expect([abidjan.isoDay(NOW), cotonou.isoDay(NOW)]).toEqual(["2026-11-27", "2026-11-28"]);
    expect(abidjan.day("2026-11-23T10:00:00Z")).toBe("lundi 23 novembre");
    expect(abidjan.moment("2026-11-23T10:00:00Z")).toBe("23/11");
  });

  test("moments and days with their names", () => {
    expect(abidjan.when("2026-11-27T14:05:00Z")).toBe("aujourd’hui\u00a014:05");
    expect(cotonou.when("2026-11-27T14:05:00Z")).toBe("hier\u00a015:05");
    expect(abidjan.when("2026-11-23T08:00:00Z")).toBe("lun. 23 nov.\u00a008:00");
    expect(["2026-11-27", "2026-11-28", "2026-11-30"].map((day) => abidjan.dayName(day))).toEqual([
      "aujourd’hui",
      "demain",
      "lun. 30 nov.",
    ]);
    expect(cotonou.dayName("2026-11-28")).toBe("aujourd’hui");
    expect(abidjan.longDay("2026-11-28")).toBe("samedi 28 novembre");
    expect([abidjan.today(), cotonou.today()]).toEqual(["2026-11-27", "2026-11-28"]);
    expect([shiftDay("2026-11-30", 1), shiftDay("2026-03-01", -1)]).toEqual(["2026-12-01", "2026-02-28"]);
  });

  test("moments to come", () => {
    expect(abidjan.until("2026-11-27T23:45:00Z")).toBe("23:45");
    expect(abidjan.until("2026-11-28T08:05:00Z")).toBe("demain à 08:05");
  });

  test("French counts nothing as one, English does not", () => {
    const english = new Format("en-GB", "Africa/Abidjan", en.days, () => NOW);
    const plural = (format: Format) => (count: number, forms: { one: string; other: string }) =>
      format.plural(count, forms);
    expect([0, 1, 2].map((count) => fr.conversations.unread(count, plural(abidjan)))).toEqual([
      "0 message non lu",
      "1 message non lu",
      "2 messages non lus",
    ]);
    expect(en.conversations.unread(0, plural(english))).toBe("0 unread messages");
  });

  test("phones", () => {
    expect(abidjan.phone("+2250701020304")).toBe("+225\u00a007\u00a001\u00a002\u00a003\u00a004");
    expect(abidjan.phone("+23670010203")).toBe("+236\u00a070\u00a001\u00a002\u00a003");
    expect(abidjan.phone("123")).toBe("123");
  });
});

test("clocks, lengths of time, dollars and short amounts as each language writes them", () => {
  const words = {
    today: "Aujourd’hui",
    yesterday: "Hier",
    tomorrow: "Demain",
    at: (a: string, b: string) => `${a} à ${b}`,
  };
  const now = () => Date.parse("2026-11-28T12:00:00Z");
  const french = new Format("fr-FR", "Africa/Douala", words, now);
  const plain = (text: string) => text.replace(/\s/gu, " ");
  expect(["08:00", "08:30", "24:00"].map((clock) => french.clock(clock))).toEqual(["8h", "8h30", "24h"]);
  expect(new Format("en-GB", "Africa/Douala", words, now).clock("08:30")).toBe("08:30");
  expect([8, 89, 90, 3_000, 3_600, 7_500].map((seconds) => plain(french.duration(seconds)))).toEqual([
    "8 s",
    "89 s",
    "2 min",
    "50 min",
    "1 h",
    "2 h 05",
  ]);
  expect(plain(french.dollars(13_294))).toBe("0,013 $");
  expect([plain(french.compact(50_000)), plain(french.compact(1_250_000))]).toEqual(["50 k", "1,3 M"]);
  expect([french.month("2026-11"), french.shortDay("2026-11-04"), french.date("2026-12-25")]).toEqual([
    "novembre 2026",
    "04/11",
    "vendredi 25 décembre 2026",
  ]);
});

test("a moment is told by its day on the clock of the shop", () => {
  const words = {
    today: "Aujourd’hui",
    yesterday: "Hier",
    tomorrow: "Demain",
    at: (a: string, b: string) => `${a} à ${b}`,
  };
  const french = new Format("fr-FR", "Africa/Douala", words, () => Date.parse("2026-11-28T12:00:00Z"));
  const plain = (instant: string) => french.when(instant).replace(/\s/gu, " ");
  expect(plain("2026-11-28T08:05:00Z")).toBe("aujourd’hui 09:05");
  // Half an hour before midnight at Greenwich is the next day at Douala.
  expect(plain("2026-11-27T23:30:00Z")).toBe("aujourd’hui 00:30");
  expect(plain("2026-11-26T23:30:00Z")).toBe("hier 00:30");
  expect(plain("2026-11-23T23:30:00Z")).toBe("mar. 24 nov. 00:30");
});
