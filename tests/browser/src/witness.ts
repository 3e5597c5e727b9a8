// Watches everything a browser does during a test: whom it asks, what goes wrong, and, where it is
// asked to, every word that reaches it.

import type { BrowserContext, ConsoleMessage, Page, Request, Response, WebSocket } from "@playwright/test";
import { expect } from "@playwright/test";
import { stack } from "./stack.ts";

const OURS = new Set([new URL(stack.dashboard).origin, new URL(stack.aws_endpoint).origin]);
// A socket's address has another scheme and the same host.
const originOf = (url: string) => new URL(url.replace(/^ws/u, "http")).origin;

export class Witness {
  readonly strangers: string[] = [];
  readonly problems: string[] = [];
  /** The texts of all frames and of all answers of the API. */
  readonly heard: string[] = [];
  /** What was asked for: `GET /conversations`. */
  readonly asked: string[] = [];
  sockets = 0;
  #mayLoseNetwork = false;
  #mayBeRefused = false;
  readonly #reading = new Set<Promise<void>>();

  constructor(context: BrowserContext) {
    context.on("request", (request) => this.#request(request));
    context.on("response", (response) => this.#response(response));
    context.on("console", (message) => this.#console(message));
    context.on("weberror", (error) => this.problems.push(`thrown: ${String(error.error())}`));
    context.on("page", (page) => this.#page(page));
  }

  /** From here on requests may fail as they do without a network; nothing else may. */
  losesNetwork(): void {
    this.#mayLoseNetwork = true;
  }

  /** From here on answers may be refusals, which Chromium calls errors. */
  isRefused(): void {
    this.#mayBeRefused = true;
  }

  /** Everything that was heard so far, once the answers under way are read. */
  async everything(): Promise<string> {
    await Promise.all(this.#reading);
    return this.heard.join("\n");
  }

  expectClean(): void {
    expect.soft(this.strangers, "requests to somebody else").toEqual([]);
    expect.soft(this.problems, "errors and violations of the policy").toEqual([]);
  }

  #page(page: Page): void {
    page.on("websocket", (socket) => this.#socket(socket));
  }

  #request(request: Request): void {
    const url = request.url();
    if (/^(?:blob|data):/u.test(url)) return;
    if (!OURS.has(originOf(url))) this.strangers.push(url);
    if (url.startsWith(`${stack.http_api}/`))
      this.asked.push(`${request.method()} ${url.slice(stack.http_api.length)}`);
  }

  #response(response: Response): void {
    if (!response.url().startsWith(`${stack.http_api}/`)) return;
    const reading = response.text().then(
      (text) => void this.heard.push(text),
      // The network was cut while it came.
      () => undefined,
    );
    this.#reading.add(reading);
    void reading.finally(() => this.#reading.delete(reading));
  }

  #socket(socket: WebSocket): void {
    this.sockets += 1;
    if (!OURS.has(originOf(socket.url()))) this.strangers.push(socket.url());
    socket.on("framereceived", ({ payload }) => void this.heard.push(String(payload)));
  }

  #console(message: ConsoleMessage): void {
    const isError = message.type() === "error" || /content security policy/iu.test(message.text());
    if (!isError) return;
    const isNetwork = /net::ERR_|WebSocket connection to/u.test(message.text());
    if (isNetwork && this.#mayLoseNetwork) return;
    if (this.#mayBeRefused && /status of 4\d\d/u.test(message.text())) return;
    // The browser asks for it by itself, on pages that are not the dashboard's: Meta's dialog.
    if (message.location().url.endsWith("/favicon.ico")) return;
    // An order is there a moment before its delivery, which the page looks for at once.
    if (/404/u.test(message.text()) && /\/deliveries\/ord_\w+$/u.test(message.location().url)) return;
    this.problems.push(`${message.text()} (${message.location().url})`);
  }
}
