import { newKey } from "./intent";
import { ApiProblem, problemOf } from "./problem";
import type { Answer, Arguments, CallOptions, Operation, PathOf } from "./types";

export interface ApiParts {
  readonly base: string;
  /** A valid ID token; `fresh` asks for another than the last one. */
  token(fresh: boolean): Promise<string>;
  readonly fetch: typeof globalThis.fetch;
  sleep(ms: number): Promise<void>;
  random(): number;
  isOffline(): boolean;
}

interface Request extends CallOptions {
  path?: Record<string, string> | undefined;
  query?: Record<string, string | number | undefined> | undefined;
  body?: unknown;
}

const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 400;
const TIMEOUT_MS = 20_000;
// 600 kB at the 64 kbit/s of a bad evening.
const FILE_TIMEOUT_MS = 120_000;
// What another try can cure. 500 may be a lost answer as well, and a key makes that harmless.
const PASSING = new Set([429, 500, 502, 503, 504]);

/**
 * The HTTP API, typed by infra/openapi.yaml. Reads, and POSTs under their idempotency key, are
 * tried again when the network or the server fails; nothing else is sent twice.
 */
export class Api {
  readonly #parts: ApiParts;

  constructor(parts: ApiParts) {
    this.#parts = parts;
  }

  get<P extends PathOf<"get">>(route: P, ...[options]: Arguments<Operation<P, "get">>) {
    return this.request<Answer<Operation<P, "get">>>("GET", route, options as Request);
  }

  post<P extends PathOf<"post">>(route: P, ...[options]: Arguments<Operation<P, "post">>) {
    return this.request<Answer<Operation<P, "post">>>("POST", route, options as Request);
  }

  put<P extends PathOf<"put">>(route: P, ...[options]: Arguments<Operation<P, "put">>) {
    return this.request<Answer<Operation<P, "put">>>("PUT", route, options as Request);
  }

  patch<P extends PathOf<"patch">>(route: P, ...[options]: Arguments<Operation<P, "patch">>) {
    return this.request<Answer<Operation<P, "patch">>>("PATCH", route, options as Request);
  }

  delete<P extends PathOf<"delete">>(route: P, ...[options]: Arguments<Operation<P, "delete">>) {
    return this.request<Answer<Operation<P, "delete">>>("DELETE", route, options as Request);
  }

  /** For what the schema does not describe; screens use the typed verbs. A Blob is sent as it is. */
  async request<T>(method: string, route: string, options: Request = {}): Promise<T> {
    const response = await this.#send(method, route, options);
    return response.status === 204 ? (undefined as T) : ((await response.json()) as T);
  }

  /** A file of the API: a sheet, a receipt. */
  async download(route: string, options: Request = {}): Promise<Blob> {
    return (await this.#send("GET", route, options)).blob();
  }

  async #send(method: string, route: string, options: Request): Promise<Response> {
    const url = this.#parts.base + address(route, options);
    const headers = new Headers({ accept: "application/json" });
    const blob = options.body instanceof Blob ? options.body : null;
    if (options.body !== undefined) headers.set("content-type", blob?.type ?? "application/json");
    const body = options.body === undefined ? null : (blob ?? JSON.stringify(options.body));
    if (method === "POST") headers.set("idempotency-key", options.key ?? newKey());
    const again = method === "GET" || method === "POST";
    let renewed = false;
    for (let attempt = 1; ; attempt += 1) {
      let problem: ApiProblem;
      let pause = FIRST_PAUSE_MS * 3 ** (attempt - 1) * (0.5 + this.#parts.random());
      try {
        if (!options.open) headers.set("authorization", `Bearer ${await this.#parts.token(renewed)}`);
        const response = await this.#fetch(url, { method, headers, body }, options.signal);
        if (response.ok) return response;
        if (response.status === 401 && !options.open && !renewed) {
          // Once: a clock that is wrong, a token that was revoked. It was refused before any effect.
          renewed = true;
          continue;
        }
        problem = await problemOf(response);
        const asked = Number(response.headers.get("retry-after"));
        if (asked > 0) pause = Math.min(asked * 1000, 10_000);
      } catch (error) {
        if (!(error instanceof ApiProblem)) throw error;
        problem = error;
      }
      const passing = problem.isNetwork || PASSING.has(problem.status);
      if (!again || !passing || attempt === ATTEMPTS || this.#parts.isOffline()) throw problem;
      await this.#parts.sleep(pause);
      options.signal?.throwIfAborted();
    }
  }

  async #fetch(url: string, init: RequestInit, signal: AbortSignal | undefined): Promise<Response> {
    const limit = new AbortController();
    const life = init.body instanceof Blob ? FILE_TIMEOUT_MS : TIMEOUT_MS;
    const timer = setTimeout(() => limit.abort(), life);
    const stop = () => limit.abort();
    signal?.addEventListener("abort", stop);
    try {
      return await this.#parts.fetch(url, { ...init, signal: limit.signal });
    } catch {
      signal?.throwIfAborted();
      throw new ApiProblem(0, limit.signal.aborted ? "timeout" : "offline");
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
    }
  }
}

function address(route: string, { path = {}, query = {} }: Request): string {
  const filled = route.replace(/\{(\w+)\}/gu, (_whole, name: string) => encodeURIComponent(path[name] ?? ""));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size > 0 ? `${filled}?${search.toString()}` : filled;
}
