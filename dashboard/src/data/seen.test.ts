import { expect, test } from "vitest";
import { ApiProblem } from "../api/problem";
import { endOf, FileAddresses, isOver } from "./file-address";
import { Seen } from "./seen.svelte";

const AT = "2026-11-28T09:59:00Z";
const LATER = "2026-11-28T10:00:00.250Z";
const NOW = Date.parse("2026-11-28T10:00:00Z");

class Device {
  readonly readings = new Map<string, unknown>();
  readonly told: [id: string, through: string, key: string][] = [];
  answers: (ApiProblem | null)[] = [];
  now = NOW;
  isOffline = false;

  open(): Seen {
    return new Seen({
      keep: {
        reading: <T>(name: string) => this.readings.get(name) as T | undefined,
        setReading: (name: string, value: unknown) => void this.readings.set(name, value),
      },
      tell: (id, through, key) => {
        this.told.push([id, through, key]);
        const answer = this.answers.shift() ?? null;
        return answer ? Promise.reject(answer) : Promise.resolve({ id: "msg_1" });
      },
      now: () => this.now,
      isOffline: () => this.isOffline,
    });
  }
}

const thread = (unread: number, id = "cnv_1") => ({ id, unread });
/** Lets what was answered arrive. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test("what was looked at is not new until the API says how many are, and what came since is", async () => {
  const device = new Device();
  const seen = device.open();
  expect(seen.unseen(thread(3), NOW)).toBe(3);
  seen.look(thread(3), AT, AT);
  expect(seen.unseen(thread(3), NOW)).toBe(0);
  expect(seen.unseen(thread(5), NOW)).toBe(2);
  expect(seen.unseen(thread(0), NOW)).toBe(0);
  expect(seen.unseen(thread(1), NOW)).toBe(1);
  await settled();
  expect(device.open().unseen(thread(5), NOW)).toBe(2);
  // The API was told long ago and still counts them: another device's word, or its own.
  expect(seen.unseen(thread(3), NOW + 60_000)).toBe(3);
});

test("the API is told once of each message of the prospect's", async () => {
  const device = new Device();
  const seen = device.open();
  seen.look(thread(0), AT, AT);
  expect(device.told).toEqual([]);
  seen.look(thread(2), AT, AT);
  seen.look(thread(2), AT, AT);
  await settled();
  seen.look(thread(0), LATER, AT);
  await settled();
  expect(device.told.map(([, through]) => through)).toEqual([AT]);
  seen.look(thread(0), LATER, LATER);
  await settled();
  expect(device.told.map(([, through]) => through)).toEqual([AT, LATER]);
});

test("a lost answer is asked for again under its key, by the network or by the next visit", async () => {
  const device = new Device();
  device.isOffline = true;
  device.open().look(thread(1), AT, AT);
  expect(device.told).toEqual([]);
  device.isOffline = false;
  device.answers = [new ApiProblem(0, "offline"), new ApiProblem(503, "")];
  const seen = device.open();
  expect(seen.unseen(thread(1), NOW + 3_600_000)).toBe(0);
  seen.resume();
  await settled();
  seen.resume();
  await settled();
  seen.look(thread(1), AT, AT);
  await settled();
  seen.resume();
  expect(device.told).toHaveLength(3);
  expect(new Set(device.told.map(([, , key]) => key)).size).toBe(1);
});

test("what comes while the API is told is told after it, and a refusal is final", async () => {
  const device = new Device();
  device.answers = [null, new ApiProblem(404, "not_found")];
  const seen = device.open();
  seen.look(thread(1), AT, AT);
  seen.look(thread(2), LATER, LATER);
  await settled();
  expect(device.told.map(([, through]) => through)).toEqual([AT, LATER]);
  seen.resume();
  expect(device.told).toHaveLength(2);
});

test("only the threads looked at last are kept, and counts of before are forgotten", () => {
  const device = new Device();
  device.readings.set("seen", [["cnv_old", 4]]);
  device.isOffline = true;
  const seen = device.open();
  expect(seen.unseen(thread(4, "cnv_old"), NOW)).toBe(4);
  for (let index = 0; index < 600; index += 1) seen.look(thread(1, `cnv_${index}`), AT, AT);
  const again = device.open();
  expect(again.unseen(thread(1, "cnv_599"), NOW)).toBe(0);
  expect(again.unseen(thread(1, "cnv_0"), NOW)).toBe(1);
});

const signed = (date: string, signature: string) =>
  `https://files.example/media/1?X-Amz-Date=${date}&X-Amz-Expires=300&X-Amz-Signature=${signature}`;

test("a signed address says when it ends", () => {
  const address = signed("20261128T100000Z", "a");
  expect(endOf(address)).toBe(Date.parse("2026-11-28T10:05:00Z"));
  expect(isOver(address, Date.parse("2026-11-28T10:04:30Z"))).toBe(false);
  expect(isOver(address, Date.parse("2026-11-28T10:04:50Z"))).toBe(true);
  expect(endOf("https://files.example/media/1")).toBeNull();
  expect(isOver("https://files.example/media/1", 0)).toBe(false);
});

test("a file keeps its address until that one ends or is refused", () => {
  const addresses = new FileAddresses();
  const now = Date.parse("2026-11-28T10:01:00Z");
  const [first, second, third] = [
    signed("20261128T100000Z", "a"),
    signed("20261128T100100Z", "b"),
    signed("20261128T100200Z", "c"),
  ];
  expect(addresses.of(first, now)).toBe(first);
  expect(addresses.of(second, now)).toBe(first);
  addresses.forget(first);
  expect(addresses.of(second, now)).toBe(second);
  expect(addresses.of(third, Date.parse("2026-11-28T10:06:00Z"))).toBe(third);
});
