// Addresses behind the #, so that any static host serves the page: `#/conversations/conv_1`.

import type { Component } from "svelte";
import type { Shop } from "../data/shop.svelte";
import type { Words } from "../i18n/index.svelte";
import type { IconName } from "../ui/icons";

export interface Route {
  /** Segments: a name that starts with `:` matches one and names it; with `?` at its end it may be missing. */
  readonly path: string;
  readonly title: (words: Words) => string;
  /** The screen, loaded when it is first shown. It gets the named segments as props, if it takes any. */
  readonly load: () => Promise<{ default: Component<Parameters> | Component<Record<string, never>> }>;
  /** Its place in the navigation, for the few that have one. */
  readonly icon?: IconName;
  /** The screen fills the page and scrolls inside itself. */
  readonly fills?: boolean;
  /** The path of the route it is reached from, where the navigation stands while it is open. */
  readonly parent?: string;
  /** In a phone's bar only: anything wider lists what it leads to. */
  readonly phoneOnly?: boolean;
  /** What waits there for the seller, beside its name in the navigation. */
  readonly badge?: (shop: Shop) => Badge;
}

export interface Badge {
  /** 0 shows none. */
  readonly count: number;
  /** The same for ears: « 2 clients attendent votre réponse ». */
  readonly words: string;
}

export type Parameters = Record<string, string | undefined>;

/** The named segments when `path` is one of the route's, else null. */
export function match(pattern: string, path: string): Parameters | null {
  const wanted = segments(pattern);
  const given = segments(path);
  const parameters: Parameters = {};
  for (const [index, segment] of wanted.entries()) {
    const value = given[index];
    if (segment.startsWith(":")) {
      if (value === undefined && !segment.endsWith("?")) return null;
      parameters[segment.slice(1).replace(/\?$/u, "")] = value;
    } else if (segment !== value) return null;
  }
  return given.length > wanted.length ? null : parameters;
}

/** The address of a page: `href("conversations", id)`. */
export function href(...parts: readonly string[]): string {
  return `#/${parts.map(encodeURIComponent).join("/")}`;
}

/** Goes to an address; `replace` leaves no way back to this one. */
export function go(to: string, { replace = false } = {}): void {
  if (replace) location.replace(to);
  else location.hash = to;
}

function segments(path: string): string[] {
  return path
    .split("/")
    .filter((segment) => segment !== "")
    .map((segment) => {
      try {
        return decodeURIComponent(segment);
      } catch {
        return segment;
      }
    });
}

class Router {
  #hash = $state(location.hash);
  /** Whether anything was shown before: then there is somewhere to go back to. */
  hasMoved = $state(false);

  /** The path without its query: `/conversations/conv_1`. */
  readonly path = $derived(this.#hash.replace(/^#/u, "").replace(/\?.*$/u, "") || "/");
  /** What follows `?`: filters of a list, so that they survive going back. */
  readonly query = $derived(new URLSearchParams(this.#hash.split("?")[1] ?? ""));

  constructor() {
    addEventListener("hashchange", () => {
      this.#hash = location.hash;
      this.hasMoved = true;
    });
  }
}

export const router = new Router();
