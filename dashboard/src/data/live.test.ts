import { describe, expect, test } from "vitest";
import { ApiProblem } from "../api/problem";
import { type Change, Live, type LiveState, type Socket } from "./live";

/** A page with time, sockets and tickets in the test's hands. */
class Page {
  now = 0;
  timers: { at: number; call: () => void }[] = [];
  sockets: FakeSocket[] = [];
  states: LiveState[] = [];
  changes: Change[] = [];
  rereads = 0;
  isVisible = true;
  refusal: ApiProblem | null = null;
  tickets = 0;
  live = new Live({
    ticket: () => {
      this.tickets += 1;
      if (this.refusal) return Promise.reject(this.refusal);
      return Promise.resolve({ ticket: `t ${this.tickets}`, url: "wss://feed" });
    },
    open: (url) => {
      const socket = new FakeSocket(url);
      this.sockets.push(socket);
      return socket;
    },
    after: (ms, call) => {
      const timer = { at: this.now + ms, call };
      this.timers.push(timer);
      return () => {
        this.timers = this.timers.filter((one) => one !== timer);
      };
    },
    random: () => 1,
    isVisible: () => this.isVisible,
    changed: (items) => this.changes.push(...items),
    reread: () => {
      this.rereads += 1;
    },
    state: (state) => this.states.push(state),
  });

  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error("no socket was opened");
    return socket;
  }

  get state(): LiveState | undefined {
    return this.states.at(-1);
  }

  /** Lets promises end. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  }

  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    await this.settle();
    for (;;) {
      const next = this.timers.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0];
      if (!next) break;
      this.timers = this.timers.filter((one) => one !== next);
      this.now = next.at;
      next.call();
      await this.settle();
    }
    this.now = end;
  }

  /** Connects, says hello and is answered. */
  async connected(cursor = "10"): Promise<void> {
    this.live.start();
    await this.settle();
    this.socket.open();
    this.socket.receive({ type: "ready", cursor });
  }
}

class FakeSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  sent: { type: string; cursor?: string | null }[] = [];
  isClosed = false;

  constructor(readonly url: string) {}

  send(text: string): void {
    this.sent.push(JSON.parse(text) as { type: string });
  }

  close(): void {
    this.isClosed = true;
    this.onclose?.();
  }

  open(): void {
    this.onopen?.();
  }

  receive(frame: unknown): void {
    this.onmessage?.({ data: typeof frame === "string" ? frame : JSON.stringify(frame) });
  }
}

const order = (id: string) => ({ kind: "order", id });
const changes = (previous: string, cursor: string, ...items: Change[]) => ({
  type: "changes",
  previous,
  cursor,
  items,
});

describe("a feed that works", () => {
  test("takes a ticket, says hello without a cursor, and reads again once it knows its place", async () => {
    const page = new Page();
    await page.connected("42");
    expect(page.socket.url).toBe("wss://feed?ticket=t%201");
    expect(page.socket.sent).toEqual([{ type: "hello", cursor: null }]);
    expect(page.states).toEqual(["connecting", "live"]);
    expect(page.rereads).toBe(1);
  });

  test("passes on what follows, once, and ignores what it has and what it does not know", async () => {
    const page = new Page();
    await page.connected("10");
    page.socket.receive(changes("10", "12", order("a"), order("b")));
    page.socket.receive(changes("10", "12", order("a"), order("b")));
    page.socket.receive({ type: "weather", cursor: "99" });
    page.socket.receive("no json");
    page.socket.receive(changes("x", "13", order("c")));
    expect(page.changes).toEqual([order("a"), order("b")]);
    expect(page.socket.sent).toHaveLength(1);
  });

  test("overlapping changes are taken, not asked for again", async () => {
    const page = new Page();
    await page.connected("10");
    page.socket.receive(changes("9", "12", order("a")));
    expect(page.changes).toEqual([order("a")]);
    expect(page.socket.sent).toHaveLength(1);
  });

  test("asks for a gap with its own cursor and then has everything once", async () => {
    const page = new Page();
    await page.connected("10");
    page.socket.receive(changes("11", "12", order("late")));
    expect(page.changes).toEqual([]);
    expect(page.socket.sent.at(-1)).toEqual({ type: "hello", cursor: "10" });
    page.socket.receive(changes("10", "11", order("lost")));
    page.socket.receive(changes("11", "12", order("late")));
    page.socket.receive({ type: "ready", cursor: "12" });
    page.socket.receive(changes("12", "13", order("next")));
    expect(page.changes).toEqual([order("lost"), order("late"), order("next")]);
  });

  test("cursors are numbers of any length, not texts", async () => {
    const page = new Page();
    await page.connected("9");
    page.socket.receive(changes("9", "10", order("a")));
    page.socket.receive(changes("10", "90071992547409931", order("b")));
    page.socket.receive(changes("90071992547409931", "90071992547409932", order("c")));
    expect(page.changes.map(({ id }) => id)).toEqual(["a", "b", "c"]);
  });

  test("a reset reads everything again and goes on from there", async () => {
    const page = new Page();
    await page.connected("10");
    page.socket.receive({ type: "reset", cursor: "500" });
    expect(page.rereads).toBe(2);
    page.socket.receive(changes("500", "501", order("a")));
    expect(page.changes).toEqual([order("a")]);
  });

  test("pings every four minutes, and a ping without an answer ends the socket", async () => {
    const page = new Page();
    await page.connected();
    await page.pass(4 * 60_000);
    expect(page.socket.sent.at(-1)).toEqual({ type: "ping" });
    page.socket.receive({ type: "pong" });
    await page.pass(4 * 60_000);
    expect(page.sockets).toHaveLength(1);
    await page.pass(10_000);
    expect(page.sockets[0]?.isClosed).toBe(true);
    await page.pass(1_000);
    expect(page.sockets).toHaveLength(2);
  });
});

describe("a feed that ends", () => {
  test("is taken up with a new ticket and the cursor, without reading everything", async () => {
    const page = new Page();
    await page.connected("10");
    page.socket.receive(changes("10", "17", order("a")));
    page.socket.close();
    expect(page.state).toBe("connecting");
    await page.pass(1_000);
    expect(page.tickets).toBe(2);
    page.socket.open();
    expect(page.socket.sent).toEqual([{ type: "hello", cursor: "17" }]);
    page.socket.receive(changes("17", "20", order("missed")));
    page.socket.receive({ type: "ready", cursor: "20" });
    expect(page.state).toBe("live");
    expect(page.rereads).toBe(1);
    expect(page.changes).toEqual([order("a"), order("missed")]);
  });

  test("what an abandoned socket still brings is not listened to", async () => {
    const page = new Page();
    await page.connected("10");
    const old = page.socket;
    old.close();
    await page.pass(1_000);
    old.receive(changes("10", "11", order("ghost")));
    expect(page.changes).toEqual([]);
  });

  test("polls after three failures, tries again at a growing distance, and stops polling once live", async () => {
    const page = new Page();
    page.refusal = new ApiProblem(0, "offline");
    page.live.start();
    await page.pass(1_999);
    expect(page.state).toBe("connecting");
    expect(page.tickets).toBe(1);
    await page.pass(1 + 4_000);
    expect(page.tickets).toBe(3);
    expect(page.state).toBe("polling");
    await page.pass(5_000);
    expect(page.rereads).toBe(1);
    await page.pass(3_000);
    expect(page.tickets).toBe(4);
    page.refusal = null;
    await page.pass(16_000);
    page.socket.open();
    page.socket.receive({ type: "ready", cursor: "1" });
    expect(page.state).toBe("live");
    const { rereads } = page;
    await page.pass(60_000);
    expect(page.rereads).toBe(rereads);
  });

  test("a hidden page does not poll", async () => {
    const page = new Page();
    page.refusal = new ApiProblem(404, "");
    page.isVisible = false;
    page.live.start();
    await page.pass(20_000);
    expect(page.rereads).toBe(0);
    page.isVisible = true;
    await page.pass(5_000);
    expect(page.rereads).toBe(1);
  });

  test.each([403, 404])("a deployment without a feed (%i) polls at once", async (status) => {
    const page = new Page();
    page.refusal = new ApiProblem(status, "");
    page.live.start();
    await page.settle();
    expect(page.state).toBe("polling");
  });

  test("a hello that nobody answers is a failure", async () => {
    const page = new Page();
    page.live.start();
    await page.settle();
    page.socket.open();
    await page.pass(10_000);
    expect(page.sockets[0]?.isClosed).toBe(true);
    await page.pass(2_000);
    expect(page.sockets).toHaveLength(2);
  });

  test("a network that is back is tried at once; a socket that seems alive is asked", async () => {
    const page = new Page();
    page.refusal = new ApiProblem(0, "offline");
    page.live.start();
    await page.pass(30_000);
    page.refusal = null;
    page.live.wake();
    await page.settle();
    page.socket.open();
    page.socket.receive({ type: "ready", cursor: "5" });
    page.live.wake();
    expect(page.socket.sent.at(-1)).toEqual({ type: "ping" });
  });

  test("after stop nothing is opened, polled or pinged", async () => {
    const page = new Page();
    await page.connected();
    page.live.stop();
    expect(page.socket.isClosed).toBe(true);
    await page.pass(60 * 60_000);
    expect(page.sockets).toHaveLength(1);
    expect(page.timers).toEqual([]);
  });
});
