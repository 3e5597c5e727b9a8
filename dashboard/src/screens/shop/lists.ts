// The shop's own things, each list whole: they are searched, and chosen from, without a network.

import { everything } from "../../data/everything";
import type { List } from "../../data/list.svelte";
import { at, type Courier, pageOf, type Product, type Shop, type Zone } from "../../data/shop.svelte";

const LIMIT = 100;
// Ids begin with their moment: oldest first, as the API has them.
const byAge = (one: { id: string }, other: { id: string }) => one.id.localeCompare(other.id);

export function allProducts(shop: Shop): List<Product> {
  return shop.list<Product>({
    name: "products:all",
    topics: ["product"],
    collection: shop.products,
    page: () =>
      everything(async (cursor) =>
        pageOf(await shop.api.get("/products", { query: { limit: LIMIT, ...at(cursor) } })),
      ),
    order: byAge,
  });
}

export function allZones(shop: Shop): List<Zone> {
  return shop.list<Zone>({
    name: "zones:all",
    topics: ["zone"],
    collection: shop.zones,
    page: () =>
      everything(async (cursor) =>
        pageOf(await shop.api.get("/zones", { query: { limit: LIMIT, ...at(cursor) } })),
      ),
    order: byAge,
  });
}

/** Of a courier the list also shows the zones' names and the cash they hold. */
export function allCouriers(shop: Shop): List<Courier> {
  return shop.list<Courier>({
    name: "couriers:all",
    topics: ["courier", "zone", "cash"],
    collection: shop.couriers,
    page: () =>
      everything(async (cursor) =>
        pageOf(await shop.api.get("/couriers", { query: { limit: LIMIT, ...at(cursor) } })),
      ),
    order: byAge,
  });
}
