import { expect, test } from "vitest";
import { endOf, FileAddresses, isOver } from "./file-address";
import { Seen } from "./seen.svelte";

function kept() {
  const readings = new Map<string, unknown>();
  return {
    reading: <T>(name: string) => readings.get(name) as T | undefined,
    setReading: (name: string, value: unknown) => void readings.set(name, value),
  };
}

test("what was looked at is not new, and what came since is", () => {
  const keep = kept();
  const seen = new Seen(keep);
  expect(seen.unseen({ id: "cnv_1", unread: 3 })).toBe(3);
  seen.look({ id: "cnv_1", unread: 3 });
  expect(seen.unseen({ id: "cnv_1", unread: 3 })).toBe(0);
  expect(seen.unseen({ id: "cnv_1", unread: 5 })).toBe(2);
  expect(new Seen(keep).unseen({ id: "cnv_1", unread: 5 })).toBe(2);
});

test("after an answer the count begins anew", () => {
  const seen = new Seen(kept());
  seen.look({ id: "cnv_1", unread: 3 });
  expect(seen.unseen({ id: "cnv_1", unread: 1 })).toBe(1);
});

test("only the threads looked at last are kept", () => {
  const keep = kept();
  const seen = new Seen(keep);
  for (let index = 0; index < 600; index += 1) seen.look({ id: `cnv_${index}`, unread: 1 });
  const again = new Seen(keep);
  expect(again.unseen({ id: "cnv_599", unread: 1 })).toBe(0);
  expect(again.unseen({ id: "cnv_0", unread: 1 })).toBe(1);
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
