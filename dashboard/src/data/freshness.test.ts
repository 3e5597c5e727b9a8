import { expect, test } from "vitest";
import { Freshness } from "./freshness.svelte";

test("the next opening knows how old what is kept is", () => {
  const readings = new Map<string, unknown>();
  const keep = {
    reading: <T>(name: string) => readings.get(name) as T | undefined,
    setReading: (name: string, value: unknown) => void readings.set(name, value),
  };
  let now = Date.parse("2026-11-28T10:00:00Z");
  const clock = () => now;
  const fresh = new Freshness(keep, clock);
  expect(fresh.until).toBeNull();
  fresh.touch();
  now += 60_000;
  fresh.touch();
  now += 3_600_000;
  expect(fresh.until).toBe("2026-11-28T10:01:00.000Z");
  expect(new Freshness(keep, clock).until).toBe("2026-11-28T10:01:00.000Z");
});
