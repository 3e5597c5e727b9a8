// What a notification looks like, and whether it rings. The page and the push service tell of the same
// moment, in either order; the service worker (src/sw.ts) shows both, so that it rings once.

/** As the page says it, or `contracts::push::PushNotice`. */
export interface Told {
  readonly title: string;
  readonly body: string;
  /** The screen a tap opens; also what tells notifications apart. */
  readonly hash: string;
  readonly lang: string;
}

/** What a shown notification remembers. */
export interface Memory {
  readonly hash: string;
  /** When its moment was first told of, in milliseconds. */
  readonly at: number;
  readonly rang: boolean;
}

type Options = NotificationOptions & { renotify?: boolean; data: Memory };

// The page hears of a change after seconds, a push service may take longer.
const ONE_MOMENT_MS = 120_000;

/** `shown` is what lies there about the same thing; `isQuiet` when the seller is looking at the page. */
export function noticeOf(told: Told, shown: Memory | null, isQuiet: boolean, now: number): Options {
  const { hash, body, lang } = told;
  const isSameMoment = shown !== null && now - shown.at < ONE_MOMENT_MS;
  const isRepeated = isSameMoment && shown.rang;
  return {
    body,
    lang,
    tag: hash,
    icon: "/icon-192.png",
    // Without it, what replaces a notification makes no sound.
    renotify: shown !== null && !isRepeated && !isQuiet,
    silent: isQuiet || isRepeated,
    data: { hash, at: isSameMoment ? shown.at : now, rang: !isQuiet || isRepeated },
  };
}

/** What came from outside, if it is a notice. */
export function readNotice(value: unknown): Told | null {
  const { title, body, hash, lang } = (value ?? {}) as Partial<Record<keyof Told, unknown>>;
  const isText = [title, body, lang].every((text) => typeof text === "string");
  if (!isText || typeof hash !== "string" || !hash.startsWith("#/")) return null;
  return { title, body, hash, lang } as Told;
}
