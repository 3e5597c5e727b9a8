// Who is signed in. ID and access tokens live in memory only, for their hour. The refresh token is
// in localStorage, so that reopening the page on a phone does not ask for the password again, and so
// that signing out in one tab signs out the others; what could steal it there is foreign script, and
// the content security policy lets none in. All of it goes at sign-out.

import { ApiProblem } from "../api/problem";
import type { Cognito, Tokens } from "./cognito";

const KEY = "fluxasync.session";
// Renewed before it ends: a request must not leave with a token that ends on the way.
const EARLY_MS = 2 * 60_000;

interface Kept {
  refreshToken: string;
  seller: string;
  email: string;
}

export class Session {
  readonly #cognito: Cognito;
  readonly #storage: Storage;
  readonly #now: () => number;
  #kept = $state.raw<Kept | null>(null);
  #tokens: Tokens | null = null;
  #renewal: Promise<Tokens> | null = null;
  /** It ended by itself: the sign-in page says so. */
  ended = $state(false);
  /** Called then: signed out of all devices from another one, this one must not keep anything either. */
  onended: (seller: string) => void = () => undefined;

  constructor(cognito: Cognito, storage: Storage, now: () => number = Date.now) {
    this.#cognito = cognito;
    this.#storage = storage;
    this.#now = now;
    this.#kept = this.#read();
  }

  /** The signed-in seller's id (the token's `sub`), known without a network. */
  get seller(): string | null {
    return this.#kept?.seller ?? null;
  }

  get email(): string {
    return this.#kept?.email ?? "";
  }

  async signIn(email: string, password: string): Promise<void> {
    const name = address(email);
    const tokens = await this.#cognito.signIn(name, password);
    if (!tokens.refreshToken) throw new ApiProblem(400, "challenge");
    this.#tokens = tokens;
    this.#renewal = null;
    this.ended = false;
    this.#keep({
      refreshToken: tokens.refreshToken,
      seller: String(claims(tokens.idToken).sub ?? ""),
      email: name,
    });
  }

  /** A valid ID token; `fresh` asks for another than the last one, which was refused. */
  async token(fresh = false): Promise<string> {
    if (!fresh && this.#tokens && this.#endOf(this.#tokens) - EARLY_MS > this.#now())
      return this.#tokens.idToken;
    return (await this.#renew()).idToken;
  }

  /** Forgets everything here at once; the pool is told if it can be reached. */
  async signOut(everywhere = false): Promise<void> {
    const kept = this.#kept;
    const access = this.#tokens?.accessToken;
    this.#forget();
    if (!kept) return;
    try {
      if (everywhere && access) await this.#cognito.signOutEverywhere(access);
      await this.#cognito.revoke(kept.refreshToken);
    } catch (error) {
      // Without a network the token ends by its own date; nobody has it any more.
      if (!(error instanceof ApiProblem)) throw error;
    }
  }

  /** Another tab signed in or out. */
  follow(key: string | null): void {
    if (key !== KEY && key !== null) return;
    const kept = this.#read();
    if (kept?.refreshToken === this.#kept?.refreshToken) return;
    this.#tokens = null;
    this.#renewal = null;
    this.#kept = kept;
  }

  /** One renewal at a time, whoever asks. */
  #renew(): Promise<Tokens> {
    const kept = this.#kept;
    if (!kept) return Promise.reject(new ApiProblem(0, "signed_out"));
    this.#renewal ??= this.#cognito
      .refresh(kept.refreshToken)
      .then((tokens) => {
        if (this.#kept?.refreshToken !== kept.refreshToken) throw new ApiProblem(0, "signed_out");
        this.#tokens = tokens;
        return tokens;
      })
      .catch((error: unknown) => {
        const refused =
          error instanceof ApiProblem && error.status >= 400 && error.status < 500 && error.status !== 429;
        if (!refused || error.code === "TooManyRequestsException") throw error;
        if (this.#kept?.refreshToken === kept.refreshToken) {
          this.#forget();
          this.ended = true;
          this.onended(kept.seller);
        }
        throw new ApiProblem(0, "signed_out");
      })
      .finally(() => {
        this.#renewal = null;
      });
    return this.#renewal;
  }

  #endOf(tokens: Tokens): number {
    return Number(claims(tokens.idToken).exp ?? 0) * 1000;
  }

  #read(): Kept | null {
    try {
      return JSON.parse(this.#storage.getItem(KEY) ?? "null") as Kept | null;
    } catch {
      return null;
    }
  }

  #keep(kept: Kept): void {
    this.#storage.setItem(KEY, JSON.stringify(kept));
    this.#kept = kept;
  }

  #forget(): void {
    this.#storage.removeItem(KEY);
    this.#tokens = null;
    this.#kept = null;
  }
}

/** An address as the pool knows it. */
export function address(email: string): string {
  return email.trim().toLowerCase();
}

function claims(jwt: string): { sub?: string; exp?: number } {
  try {
    const payload = (jwt.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    return JSON.parse(atob(payload)) as { sub?: string; exp?: number };
  } catch {
    return {};
  }
}
