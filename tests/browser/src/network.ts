// The network between one browser and everything else, as an HTTP proxy of the test's own. The
// browser's own offline switch only holds a WebSocket's frames back and hands them over afterwards:
// nothing is lost by it, so it proves nothing.

import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import type { BrowserContextOptions } from "@playwright/test";

/**
 * `deaf`: what the page says arrives, what is answered is lost. `dead`: nothing passes, nobody is told,
 * as in a lift. `gone`: connections are torn down and refused.
 */
type State = "up" | "deaf" | "dead" | "gone";

export class Network {
  readonly #server: Server;
  readonly #clients = new Set<Socket>();
  #state: State = "up";

  private constructor() {
    this.#server = createServer((asked, answer) => this.#pass(asked, answer));
    this.#server.on("connect", (asked: IncomingMessage, client: Socket) => this.#tunnel(asked, client));
    this.#server.on("connection", (client: Socket) => {
      if (this.#state === "gone") client.destroy();
      this.#clients.add(client);
      client.on("close", () => this.#clients.delete(client));
      client.on("error", () => client.destroy());
    });
  }

  static async open(): Promise<Network> {
    const network = new Network();
    await new Promise<void>((resolve) => network.#server.listen(0, "127.0.0.1", resolve));
    return network;
  }

  /** For a context whose every request goes this way, also those to this machine. */
  get proxy(): NonNullable<BrowserContextOptions["proxy"]> {
    const { port } = this.#server.address() as AddressInfo;
    return { server: `http://127.0.0.1:${port}`, bypass: "<-loopback>" };
  }

  become(state: Exclude<State, "up">): void {
    this.#state = state;
    if (state === "gone") this.#tearDown();
  }

  /** What was under way stays lost: its connections are over. */
  restore(): void {
    this.#tearDown();
    this.#state = "up";
  }

  async close(): Promise<void> {
    this.#tearDown();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #tearDown(): void {
    for (const client of this.#clients) client.destroy();
  }

  get #hears(): boolean {
    return this.#state === "up" || this.#state === "deaf";
  }

  #pass(asked: IncomingMessage, answer: ServerResponse): void {
    // The body is lost with the request: the connection hangs until it is torn down.
    if (!this.#hears) return;
    const { method, headers, url = "" } = asked;
    const onward = request(url, { ...(method ? { method } : {}), headers }, (answered) => {
      if (this.#state !== "up") return;
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(answer);
    });
    onward.on("error", () => answer.destroy());
    asked.pipe(onward);
  }

  #tunnel(asked: IncomingMessage, client: Socket): void {
    const { hostname, port } = new URL(`http://${asked.url ?? ""}`);
    const server = connect(Number(port || 80), hostname, () => {
      if (this.#state === "up") client.write("HTTP/1.1 200 Connection established\r\n\r\n");
    });
    client.on("data", (bytes) => this.#hears && server.write(bytes));
    server.on("data", (bytes) => this.#state === "up" && client.write(bytes));
    client.on("close", () => server.destroy());
    server.on("close", () => client.destroy());
    server.on("error", () => client.destroy());
  }
}
