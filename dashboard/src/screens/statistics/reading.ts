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

// What `live` counts.

export type ActivitySum = Schemas["Activity"];
export type Wait = Schemas["Wait"];
export type Sold = Schemas["ProductFigures"]["items"][number];
export type CourierSum = Schemas["CourierFigures"]["items"][number];
/** Without an id: those who came by no ad. */
export type AdSum = Schemas["AdReport"]["items"][number];

export function activityOf(shop: Shop, by: By): Reading<ActivitySum> {
  return shop.reading(`activity:${by}`, ["figures"], async () => {
    return (await shop.api.get("/activity", { query: lookBack(by) })).total;
  });
}

export function productFiguresOf(shop: Shop, by: By): Reading<Sold[]> {
  return shop.reading(`products:figures:${by}`, ["figures"], async () => {
    return (await shop.api.get("/figures/products", { query: lookBack(by) })).items;
  });
}

export function courierFiguresOf(shop: Shop, by: By): Reading<CourierSum[]> {
  return shop.reading(`couriers:figures:${by}`, ["figures"], async () => {
    return (await shop.api.get("/figures/couriers", { query: lookBack(by) })).items;
  });
}

/** Of a whole month, as Meta bills: costs are known by month. */
export function adsOf(shop: Shop, month: string): Reading<AdSum[]> {
  return shop.reading(`ads:${month}`, ["figures"], async () => {
    return (await shop.api.get("/ads", { query: daysOfMonth(month, today()) })).items;
  });
}

/** Whether a part has somewhere to be read from: an API that does not know the route says 404 or 403. */
export function isOffered({ value, problem }: Reading<unknown>): boolean {
  if (value !== undefined) return true;
  return problem !== null && !problem.isNetwork && problem.status !== 403 && problem.status !== 404;
}

// Day by day the API answers 366 at most: a year back is what twelve months are.
function lookBack(by: By) {
  return rangeOf(by, today());
}
