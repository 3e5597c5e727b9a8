// The live feed: what changed in the shop, told as it happens, so that the page reads it again.
// A state machine without a browser in it: sockets, clock and reads are given.

import { ApiProblem } from "../api/problem";

export interface Change {
  readonly kind: string;
  readonly id?: string;
  readonly conversation?: string;
}

/** `live`: told as it happens. `polling`: read again every few seconds. */
export type LiveState = "connecting" | "live" | "polling" | "stopped";

export interface Socket {
  send(text: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
}

export interface LiveParts {
  ticket(): Promise<{ ticket: string; url: string }>;
  open(url: string): Socket;
  /** Calls back after `ms`; the answer takes the call back. */
  after(ms: number, call: () => void): () => void;
  random(): number;
  isVisible(): boolean;
  changed(items: readonly Change[]): void;
  /** What is shown may have changed in ways nobody told: read all of it again. */
  reread(): void;
  state(state: LiveState): void;
}

type Frame =
  | { type: "ready" | "reset"; cursor: string }
  | { type: "changes"; previous: string; cursor: string; items: Change[] }
  | { type: "pong" };

const POLL_MS = 5_000;
const FAILURES_BEFORE_POLLING = 3;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
// API Gateway closes what is silent for ten minutes.
const PING_MS = 4 * 60_000;
// For the answer to a hello or to a ping.
const ANSWER_MS = 10_000;

type Timer = "retry" | "poll" | "ping" | "answer";

export class Live {
  readonly #parts: LiveParts;
  #socket: Socket | null = null;
  #state: LiveState = "stopped";
  /** Null until the feed said where it stands. */
  #cursor: bigint | null = null;
  #failures = 0;
  /** Counts attempts, so that what an abandoned one still brings is not listened to. */
  #attempt = 0;
  readonly #stops: Record<Timer, (() => void) | null> = {
    retry: null,
    poll: null,
    ping: null,
    answer: null,
  };

  constructor(parts: LiveParts) {
    this.#parts = parts;
  }

  start(): void {
    if (this.#state !== "stopped") return;
    this.#become("connecting");
    void this.#connect();
  }

  stop(): void {
    this.#become("stopped");
    this.#drop();
    this.#cancel("retry");
    this.#cancel("poll");
  }

  /** The network or the page came back: no waiting for the next try, no trust in an old socket. */
  wake(): void {
    if (this.#state === "stopped") return;
    if (this.#state === "live") this.#ping();
    else if (this.#stops.retry) {
      this.#cancel("retry");
      void this.#connect();
      if (this.#state === "polling") this.#parts.reread();
    }
  }

  async #connect(): Promise<void> {
    this.#drop();
    const attempt = this.#attempt;
    const isOver = () => attempt !== this.#attempt;
    try {
      const { ticket, url } = await this.#parts.ticket();
      if (isOver()) return;
      const socket = this.#parts.open(`${url}?ticket=${encodeURIComponent(ticket)}`);
      this.#socket = socket;
      this.#expectAnswer();
      socket.onopen = () => this.#hello();
      socket.onmessage = ({ data }) => {
        if (!isOver()) this.#receive(String(data));
      };
      socket.onclose = () => {
        if (!isOver()) this.#lost();
      };
    } catch (error) {
      if (isOver()) return;
      // The deployment has no feed, or this seller may not use it: three tries would say the same.
      if (error instanceof ApiProblem && (error.status === 403 || error.status === 404)) {
        this.#failures = Math.max(this.#failures, FAILURES_BEFORE_POLLING);
      }
      this.#lost();
    }
  }

  #hello(): void {
    this.#expectAnswer();
    this.#socket?.send(JSON.stringify({ type: "hello", cursor: this.#cursor?.toString() ?? null }));
  }

  #receive(text: string): void {
    const frame = parse(text);
    if (!frame) return;
    switch (frame.type) {
      case "ready":
        this.#settle(BigInt(frame.cursor));
        break;
      case "reset":
        this.#cursor = BigInt(frame.cursor);
        this.#parts.reread();
        this.#settle(this.#cursor);
        break;
      case "changes":
        this.#take(BigInt(frame.previous), BigInt(frame.cursor), frame.items);
        break;
      case "pong":
        this.#cancel("answer");
        break;
    }
  }

  #take(previous: bigint, cursor: bigint, items: readonly Change[]): void {
    if (this.#cursor !== null) {
      if (cursor <= this.#cursor) return;
      if (previous > this.#cursor) {
        // Something between the two was lost; the answer to a hello holds it, and this one again.
        this.#hello();
        return;
      }
    }
    this.#cursor = cursor;
    // More frames of the answer to a hello may follow: each one shows that it is under way.
    if (this.#stops.answer) this.#expectAnswer();
    this.#parts.changed(items);
  }

  #settle(cursor: bigint): void {
    this.#cancel("answer");
    // What was read before the feed told its place may be older than that place.
    if (this.#cursor === null) this.#parts.reread();
    if (this.#cursor === null || cursor > this.#cursor) this.#cursor = cursor;
    this.#failures = 0;
    this.#cancel("poll");
    this.#become("live");
    this.#schedulePing();
  }

  #schedulePing(): void {
    this.#set("ping", PING_MS, () => {
      this.#ping();
      this.#schedulePing();
    });
  }

  #ping(): void {
    if (this.#stops.answer) return;
    this.#expectAnswer();
    this.#socket?.send(JSON.stringify({ type: "ping" }));
  }

  #expectAnswer(): void {
    this.#set("answer", ANSWER_MS, () => this.#lost());
  }

  #lost(): void {
    const wasLive = this.#state === "live";
    this.#drop();
    if (this.#state === "stopped") return;
    // A feed that worked is only taken up again: API Gateway ends every connection after two hours.
    if (!wasLive) this.#failures += 1;
    if (this.#failures >= FAILURES_BEFORE_POLLING) this.#poll();
    else this.#become("connecting");
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** this.#failures, LONGEST_PAUSE_MS);
    this.#set("retry", pause * (0.5 + this.#parts.random() / 2), () => void this.#connect());
  }

  #poll(): void {
    this.#become("polling");
    if (this.#stops.poll) return;
    const again = () => {
      if (this.#parts.isVisible()) this.#parts.reread();
      this.#set("poll", POLL_MS, again);
    };
    this.#set("poll", POLL_MS, again);
  }

  #drop(): void {
    this.#attempt += 1;
    this.#cancel("answer");
    this.#cancel("ping");
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #become(state: LiveState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#parts.state(state);
  }

  #set(name: Timer, ms: number, call: () => void): void {
    this.#stops[name]?.();
    this.#stops[name] = this.#parts.after(ms, () => {
      this.#stops[name] = null;
      call();
    });
  }

  #cancel(name: Timer): void {
    this.#stops[name]?.();
    this.#stops[name] = null;
  }
}

// Lenient to what it does not know: a frame of another type is no reason to end the feed.
function parse(text: string): Frame | null {
  try {
    const frame = JSON.parse(text) as Frame;
    const counted = (value: unknown) => typeof value === "string" && /^\d+$/u.test(value);
    switch (frame.type) {
      case "pong":
        return frame;
      case "ready":
      case "reset":
        return counted(frame.cursor) ? frame : null;
      case "changes":
        return counted(frame.cursor) && counted(frame.previous) && Array.isArray(frame.items) ? frame : null;
      default:
        return null;
    }
  } catch {
    return null;
  }
}
