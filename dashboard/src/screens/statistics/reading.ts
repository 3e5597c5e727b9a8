// What the statistics are read from.

import type { Schemas } from "../../api/types";
import type { Reading } from "../../data/reading.svelte";
import type { Shop } from "../../data/shop.svelte";
import { i18n } from "../../i18n/index.svelte";
import { type Bucket, type By, daysOfMonth, type Figures, rangeOf, weeksOf } from "./period";

export interface Report {
  buckets: Bucket[];
  total: Figures;
}

/** Today on the clock of the shop. */
export function today(): string {
  return i18n.format.isoDay(Date.now());
}

export function figuresOf(shop: Shop, by: By): Reading<Report> {
  return shop.reading(`figures:${by}`, ["figures"], async () => {
    const query = rangeOf(by, today());
    if (by === "month") {
      const { items, total } = await shop.api.get("/figures/months", { query });
      return { buckets: items.map((month) => ({ key: month.month, figures: month })), total };
    }
    const { items, total } = await shop.api.get("/figures", { query });
    const buckets = by === "week" ? weeksOf(items) : items.map((day) => ({ key: day.day, figures: day }));
    return { buckets, total };
  });
}

export function statsOf(shop: Shop): Reading<Schemas["Stats"]> {
  return shop.reading("stats", ["figures", "conversation"], () => shop.api.get("/stats"));
}

// What `live` counts. Its routes are younger than this page: a part is shown once its route answers.

type Money = Schemas["SignedMoney"];

export interface Wait {
  count: number;
  average_seconds: number | null;
  within_10s: number;
  within_1m: number;
  within_10m: number;
  within_1h: number;
  later: number;
}

export interface ActivitySum {
  received: number;
  by_ai: number;
  by_human: number;
  by_code: number;
  threads: number;
  hand_overs: number;
  reminders: number;
  reminders_answered: number;
  answers: { ai: Wait; human: Wait };
}

export interface Sold {
  product: string;
  /** Null of a product that is no more. */
  name: string | null;
  quantity: number;
  sales: Money;
}

export interface CourierSum {
  courier: string;
  name: string | null;
  asked: number;
  accepted: number;
  silent: number;
  delivered: number;
  failed: number;
  accept_seconds: number | null;
}

export interface AdSum {
  /** Null: came by no ad. */
  id: string | null;
  headline: string | null;
  threads: number;
  orders: number;
  delivered: number;
  failed: number;
  net: Money;
  cost: Money | null;
  cost_per_delivered: Money | null;
}

export function activityOf(shop: Shop, by: By): Reading<ActivitySum> {
  return shop.reading(`activity:${by}`, ["figures"], async () => {
    const report = await shop.api.request<{ total: ActivitySum }>("GET", "/activity", {
      query: { ...lookBack(by) },
    });
    return report.total;
  });
}

export function productFiguresOf(shop: Shop, by: By): Reading<Sold[]> {
  return shop.reading(`products:figures:${by}`, ["figures"], () =>
    items<Sold>(shop, "/figures/products", by),
  );
}

export function courierFiguresOf(shop: Shop, by: By): Reading<CourierSum[]> {
  return shop.reading(`couriers:figures:${by}`, ["figures"], () =>
    items<CourierSum>(shop, "/figures/couriers", by),
  );
}

/** Of a whole month, as Meta bills: costs are known by month. */
export function adsOf(shop: Shop, month: string): Reading<AdSum[]> {
  return shop.reading(`ads:${month}`, ["figures"], async () => {
    const query = { ...daysOfMonth(month, today()) };
    return (await shop.api.request<{ items: AdSum[] }>("GET", "/ads", { query })).items;
  });
}

/** Whether a part has somewhere to be read from: an API that does not know the route says 404 or 403. */
export function isOffered({ value, problem }: Reading<unknown>): boolean {
  if (value !== undefined) return true;
  return problem !== null && !problem.isNetwork && problem.status !== 403 && problem.status !== 404;
}

async function items<T>(shop: Shop, route: string, by: By): Promise<T[]> {
  return (await shop.api.request<{ items: T[] }>("GET", route, { query: { ...lookBack(by) } })).items;
}

// Day by day the API answers 366 at most: a year back is what twelve months are.
function lookBack(by: By) {
  return rangeOf(by, today());
}
