// Amounts, dates and numbers as a seller reads them, on the clock of the shop.

import type { Schemas } from "../api/types";

const NBSP = "\u00a0";
const NARROW = "\u202f";
const CURRENCIES: Record<string, string> = { XOF: "FCFA", XAF: "FCFA" };
const DAY_MS = 86_400_000;

/** What both languages need besides the words. */
export interface DayWords {
  today: string;
  yesterday: string;
  tomorrow: string;
  at: (day: string, time: string) => string;
}

export class Format {
  readonly #now: () => number;
  readonly #words: DayWords;
  readonly #number: Intl.NumberFormat;
  readonly #percent: Intl.NumberFormat;
  readonly #plural: Intl.PluralRules;
  readonly #time: Intl.DateTimeFormat;
  readonly #longDay: Intl.DateTimeFormat;
  readonly #shortDay: Intl.DateTimeFormat;
  readonly #namedDay: Intl.DateTimeFormat;
  readonly #isoDay: Intl.DateTimeFormat;
  readonly #date: Intl.DateTimeFormat;
  readonly #shortDate: Intl.DateTimeFormat;
  readonly #dayMonth: Intl.DateTimeFormat;
  readonly #month: Intl.DateTimeFormat;
  readonly #shortMonth: Intl.DateTimeFormat;
  readonly #compact: Intl.NumberFormat;
  readonly #dollars: Intl.NumberFormat;

  constructor(locale: string, timeZone: string, words: DayWords, now: () => number = Date.now) {
    this.#now = now;
    this.#words = words;
    this.#number = new Intl.NumberFormat(locale);
    this.#percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
    this.#plural = new Intl.PluralRules(locale);
    this.#time = new Intl.DateTimeFormat(locale, {
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      timeZone,
    });
    this.#longDay = new Intl.DateTimeFormat(locale, {
      weekday: "long",
      day: "numeric",
      month: "long",
      timeZone,
    });
    this.#date = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeZone: "UTC" });
    // Days of the calendar are the same on every clock.
    this.#shortDate = new Intl.DateTimeFormat(locale, {
      weekday: "short",
      day: "numeric",
      month: "short",
      timeZone: "UTC",
    });
    this.#dayMonth = new Intl.DateTimeFormat(locale, { day: "2-digit", month: "2-digit", timeZone: "UTC" });
    this.#month = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" });
    this.#shortMonth = new Intl.DateTimeFormat(locale, { month: "short", timeZone: "UTC" });
    this.#compact = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
    this.#dollars = new Intl.NumberFormat(locale, {
      style: "currency",
      currency: "USD",
      currencyDisplay: "narrowSymbol",
      maximumFractionDigits: 3,
    });
    this.#shortDay = new Intl.DateTimeFormat(locale, { day: "2-digit", month: "2-digit", timeZone });
    this.#namedDay = new Intl.DateTimeFormat(locale, {
      weekday: "short",
      day: "numeric",
      month: "short",
      timeZone,
    });
    // Canada writes a date the way ISO does.
    this.#isoDay = new Intl.DateTimeFormat("en-CA", {
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      timeZone,
    });
  }

  /** "15 000 FCFA", never broken over two lines. */
  money(value: Schemas["Money"] | Schemas["SignedMoney"]): string {
    return (
      this.#number.format(value.amount).replace(/\s/gu, NARROW) +
      NBSP +
      (CURRENCIES[value.currency] ?? value.currency)
    );
  }

  number(value: number): string {
    return this.#number.format(value);
  }

  /** 0.42 -> "42 %". */
  percent(share: number): string {
    return this.#percent.format(share);
  }

  /** The words for `count`; French counts 0 and 1 alike, English does not. */
  plural(count: number, forms: { one: string; other: string }): string {
    return this.#plural.select(count) === "one" ? forms.one : forms.other;
  }

  time(instant: string): string {
    return this.#time.format(Date.parse(instant));
  }

  /** "Aujourd’hui", "Hier", "lundi 23 novembre". */
  day(instant: string): string {
    const ago = this.#daysAgo(instant);
    if (ago === 0) return this.#words.today;
    if (ago === 1) return this.#words.yesterday;
    return ago === -1 ? this.#words.tomorrow : this.#longDay.format(Date.parse(instant));
  }

  /** For a list: the time today, "Hier", or "23/11". */
  moment(instant: string): string {
    const ago = this.#daysAgo(instant);
    if (ago === 0) return this.time(instant);
    return ago === 1 ? this.#words.yesterday : this.#shortDay.format(Date.parse(instant));
  }

  /** "aujourd’hui 14:05", "hier 14:05", "lun. 23 nov. 14:05". */
  when(instant: string): string {
    return `${this.#near(instant)}${NBSP}${this.time(instant)}`;
  }

  /** A day of the calendar, such as "2026-11-28": "aujourd’hui", "demain", "lun. 23 nov.". */
  dayName(day: string): string {
    return this.#near(middayOf(day));
  }

  /** The same for paper, which is read on another day: "samedi 28 novembre". */
  longDay(day: string): string {
    return this.#longDay.format(Date.parse(middayOf(day)));
  }

  /** "14:05" today, else "demain à 14:05". */
  until(instant: string): string {
    if (this.#daysAgo(instant) === 0) return this.time(instant);
    return this.#words.at(this.day(instant).toLocaleLowerCase(), this.time(instant));
  }

  /** "2026-12-25" -> "vendredi 25 décembre 2026": a day of the calendar, the same on every clock. */
  date(day: string): string {
    return this.#date.format(Date.parse(`${day}T00:00:00Z`));
  }

  /** "2026-11-24" -> « mar. 24 nov. ». */
  shortDate(day: string): string {
    return this.#shortDate.format(Date.parse(`${day}T00:00:00Z`));
  }

  /** "2026-11-24" -> « 24/11 ». */
  shortDay(day: string): string {
    return this.#dayMonth.format(Date.parse(`${day}T00:00:00Z`));
  }

  /** "2026-11" -> « novembre 2026 », or « nov. » where there is little room. */
  month(month: string, room: "long" | "short" = "long"): string {
    const instant = Date.parse(`${month}-01T00:00:00Z`);
    return room === "long" ? this.#month.format(instant) : this.#shortMonth.format(instant);
  }

  /** 1250000 -> « 1,3 M »: for axes, where the exact number stands elsewhere. */
  compact(value: number): string {
    return this.#compact.format(value);
  }

  /** Millionths of a dollar -> « 0,013 $ ». */
  dollars(micro: number): string {
    return this.#dollars.format(micro / 1_000_000);
  }

  /** Seconds -> « 45 s », « 3 min », « 2 h 05 ». */
  duration(seconds: number): string {
    if (seconds < 90) return `${Math.round(seconds)}${NBSP}s`;
    const minutes = Math.round(seconds / 60);
    if (minutes < 60) return `${minutes}${NBSP}min`;
    const rest = minutes % 60;
    const hours = `${Math.floor(minutes / 60)}${NBSP}h`;
    return rest === 0 ? hours : `${hours}${NBSP}${String(rest).padStart(2, "0")}`;
  }

  /** "08:30" of the API's hours: « 8h30 » in French, as it is in English. */
  clock(value: string): string {
    if (!this.#number.resolvedOptions().locale.startsWith("fr")) return value;
    const [hours = "", minutes = ""] = value.split(":");
    return `${Number(hours)}h${minutes === "00" ? "" : minutes}`;
  }

  /** "+2250701020304" -> "+225 07 01 02 03 04". */
  phone(value: string): string {
    const digits = value.replace(/\D/gu, "");
    if (digits.length < 10) return value;
    const rest = digits.slice(3);
    const odd = rest.length % 2;
    const pairs = rest.slice(odd).match(/../gu) ?? [];
    return [`+${digits.slice(0, 3)}`, ...(odd ? [rest.slice(0, 1)] : []), ...pairs].join(NBSP);
  }

  /** Today at the shop, "2026-11-28". */
  today(): string {
    return this.isoDay(this.#now());
  }

  /** "2026-11-28" of an instant, on the clock of the shop. */
  isoDay(instant: number | string): string {
    return this.#isoDay.format(typeof instant === "number" ? instant : Date.parse(instant));
  }

  #near(instant: string): string {
    const ago = this.#daysAgo(instant);
    if (Math.abs(ago) <= 1) return this.day(instant).toLocaleLowerCase();
    return this.#namedDay.format(Date.parse(instant));
  }

  // Calendar days of the shop: an hour before midnight is yesterday an hour later.
  #daysAgo(instant: string): number {
    const midnight = (value: number) => Date.parse(`${this.isoDay(value)}T00:00:00Z`);
    return Math.round((midnight(this.#now()) - midnight(Date.parse(instant))) / DAY_MS);
  }
}

/** The day that comes so many days after another; before it, when they are negative. */
export function shiftDay(day: string, days: number): string {
  return new Date(Date.parse(middayOf(day)) + days * DAY_MS).toISOString().slice(0, 10);
}

// Noon at Greenwich is the same day in every country of the product.
function middayOf(day: string): string {
  return `${day}T12:00:00Z`;
}
