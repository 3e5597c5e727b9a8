import { describe, expect, test, vi } from "vitest";
import { ApiProblem } from "../api/problem";
import { Outbox, type Unsent } from "./outbox.svelte";

class Device {
  readonly kept = new Map<string, Unsent>();
  readonly sent: [text: string, key: string][] = [];
  readonly timers: (() => void)[] = [];
  now = Date.parse("2026-11-28T10:00:00Z");
  isOffline = false;
  answers: (ApiProblem | null)[] = [];

  open(): Outbox {
    // Whatever the page before still had planned died with it.
    this.timers.length = 0;
    const { kept } = this;
    return new Outbox({
      keep: {
        *readings<T>(prefix: string) {
          for (const [key, value] of kept) yield [key.slice(prefix.length), value as T] as [string, T];
        },
        setReading: (name, value) => void kept.set(name, value as Unsent),
        removeReading: (name) => void kept.delete(name),
        flush: () => Promise.resolve(),
      },
      send: (_conversation, { text, template }, key) => {
        this.sent.push([text ?? `template ${template}`, key]);
        const answer = this.answers.shift() ?? null;
        return answer ? Promise.reject(answer) : Promise.resolve({ id: `msg_${this.sent.length}` });
      },
      after: (_ms, call) => {
        this.timers.push(call);
        return () => this.timers.splice(this.timers.indexOf(call), 1);
      },
      now: () => this.now,
      isOffline: () => this.isOffline,
    });
  }
}

const offline = () => new ApiProblem(0, "offline");
const texts = (device: Device) => device.sent.map(([text]) => text);

describe("a message on a weak link", () => {
  test("is sent again under the same key, and taken once", async () => {
    const device = new Device();
    device.answers = [offline(), new ApiProblem(503, "")];
    const outbox = device.open();
    outbox.write("cnv_1", "Oui, il en reste", null);
    await vi.waitFor(() => expect(device.timers).toHaveLength(1));
    device.timers[0]?.();
    await vi.waitFor(() => expect(device.sent).toHaveLength(2));
    await vi.waitFor(() => expect(device.timers).toHaveLength(1));
    outbox.resume();
    await vi.waitFor(() => expect(outbox.of("cnv_1")[0]?.taken).not.toBeNull());
    expect(new Set(device.sent.map(([, key]) => key)).size).toBe(1);
    outbox.resume();
    await Promise.resolve();
    expect(device.sent).toHaveLength(3);
    expect(outbox.waiting).toBe(0);
  });

  test("survives the page, with its key", async () => {
    const device = new Device();
    device.answers = [offline()];
    device.open().write("cnv_1", "Bonjour", "msg_0");
    await vi.waitFor(() => expect(device.timers).toHaveLength(1));
    const reopened = device.open();
    expect(reopened.of("cnv_1")).toMatchObject([{ text: "Bonjour", after: "msg_0", taken: null }]);
    reopened.resume();
    await vi.waitFor(() => expect(device.sent).toHaveLength(2));
    expect(device.sent[0]).toEqual(device.sent[1]);
  });

  test("is not tried while the device has no network at all", async () => {
    const device = new Device();
    device.isOffline = true;
    const outbox = device.open();
    outbox.write("cnv_1", "Bonjour", null);
    await Promise.resolve();
    outbox.resume();
    expect(outbox.of("cnv_1")).toMatchObject([{ tried: null, taken: null }]);
    device.isOffline = false;
    outbox.resume();
    await vi.waitFor(() => expect(outbox.of("cnv_1")[0]?.taken).not.toBeNull());
    expect(device.sent).toHaveLength(1);
  });

  test("keeps its place before the next one", async () => {
    const device = new Device();
    device.answers = [offline()];
    const outbox = device.open();
    outbox.write("cnv_1", "un", null);
    await vi.waitFor(() => expect(device.timers).toHaveLength(1));
    device.now += 1_000;
    outbox.write("cnv_1", "deux", null);
    await vi.waitFor(() => expect(texts(device).at(-1)).toBe("deux"));
    expect(texts(device)).toEqual(["un", "un", "deux"]);
  });

  test("does not hold back another thread", async () => {
    const device = new Device();
    device.answers = [offline()];
    const outbox = device.open();
    outbox.write("cnv_1", "un", null);
    await vi.waitFor(() => expect(device.timers).toHaveLength(1));
    outbox.write("cnv_2", "deux", null);
    await vi.waitFor(() => expect(outbox.of("cnv_2")[0]?.taken).not.toBeNull());
    expect(outbox.of("cnv_1")[0]?.taken).toBeNull();
  });
});

test("what the API refuses waits for the seller, and the next one goes on", async () => {
  const device = new Device();
  device.answers = [new ApiProblem(409, "window_closed", "Trop tard.")];
  const outbox = device.open();
  outbox.write("cnv_1", "un", null);
  device.now += 1;
  outbox.write("cnv_1", "deux", null);
  await vi.waitFor(() => expect(outbox.of("cnv_1")[1]?.taken).not.toBeNull());
  expect(outbox.of("cnv_1")[0]?.refused).toEqual({ code: "window_closed", detail: "Trop tard." });
  outbox.resume();
  await Promise.resolve();
  expect(texts(device)).toEqual(["un", "deux"]);
  outbox.discard(outbox.of("cnv_1")[0]?.key ?? "");
  expect([...device.kept.values()].map(({ text }) => text)).toEqual(["deux"]);
});

test("a key the API may have forgotten is not sent again by itself", async () => {
  const device = new Device();
  device.answers = [offline()];
  device.open().write("cnv_1", "Bonjour", null);
  await vi.waitFor(() => expect(device.timers).toHaveLength(1));
  device.now += 24 * 3_600_000;
  const reopened = device.open();
  reopened.resume();
  await vi.waitFor(() => expect(reopened.of("cnv_1")[0]?.refused?.code).toBe("stale"));
  expect(device.sent).toHaveLength(1);
});

test("a template leaves by its name, once, and is kept as what the prospect reads", async () => {
  const device = new Device();
  device.answers = [offline()];
  device.open().write("cnv_1", "Bonjour, votre robe vous attend.", "msg_0", "relance");
  await vi.waitFor(() => expect(device.timers).toHaveLength(1));
  const reopened = device.open();
  reopened.resume();
  await vi.waitFor(() => expect(reopened.of("cnv_1")[0]?.taken?.id).toBe("msg_2"));
  expect(texts(device)).toEqual(["template relance", "template relance"]);
  expect(device.sent[0]).toEqual(device.sent[1]);
  expect(reopened.of("cnv_1")[0]).toMatchObject({ text: "Bonjour, votre robe vous attend." });
});

test("what pages of before kept is read, and sent however old it is if it was never tried", async () => {
  const device = new Device();
  const before = {
    conversation: "cnv_1",
    at: "2026-11-20T10:00:00.000Z",
    after: null,
    refused: null,
  };
  device.kept.set("unsent/k", { ...before, key: "k", text: "Bonjour", tried: null, taken: null } as never);
  const at = "2026-11-20T10:00:01.000Z";
  device.kept.set("unsent/l", { ...before, key: "l", text: "Oui", tried: at, taken: at } as never);
  const outbox = device.open();
  expect(outbox.of("cnv_1")[1]).toMatchObject({ template: null, taken: { at, id: null } });
  outbox.resume();
  await vi.waitFor(() => expect(texts(device)).toEqual(["Bonjour"]));
});
