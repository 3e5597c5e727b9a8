// What the screens of orders, deliveries and money read: one name is one list, whoever draws it.

import type { Schemas } from "../api/types";
import type { List } from "./list.svelte";
import type { Reading } from "./reading.svelte";
import { at, type Courier, type Delivery, type Order, pageOf, type Product, type Shop } from "./shop.svelte";

export type OrderStatus = Order["status"];
export type Preparations = Schemas["Preparations"];
export type CashBalance = Schemas["CashBalance"];
/** What newer answers of the API say of a payment beside the schema. */
export type Payment = Schemas["Payment"] & {
  /** What came and counts, when the seller accepted another amount than was asked for. */
  received?: Schemas["Money"] | null;
  /** What accepting a suspicious payment would take. */
  acceptable?: Schemas["Money"] | null;
};
/** A line of a ledger. `recalled` and `recalls` are newer than the schema. */
export type Movement = Omit<Schemas["CashMovement"], "kind"> & {
  readonly id: string;
  readonly kind: Schemas["CashMovement"]["kind"] | "recalled";
  readonly recalls?: number | null;
};

const latestFirst = (one: string, other: string) => other.localeCompare(one);

/** Orders, latest first. An order that left the filter may still be in it: draw those that have the status. */
export function ordersOf(shop: Shop, status: OrderStatus | null): List<Order> {
  return shop.list({
    name: `orders:${status ?? "every"}`,
    topics: ["order"],
    collection: shop.orders,
    page: async (cursor) =>
      pageOf<Order>(
        await shop.api.get("/orders", { query: { ...at(cursor), ...(status ? { status } : {}) } }),
      ),
    order: (one, other) => latestFirst(one.placed_at, other.placed_at),
  });
}

export function deliveriesOf(shop: Shop): List<Delivery> {
  return shop.list({
    name: "deliveries",
    topics: ["delivery", "order"],
    collection: shop.deliveries,
    page: async (cursor) => pageOf<Delivery>(await shop.api.get("/deliveries", { query: { ...at(cursor) } })),
    order: (one, other) => latestFirst(one.created_at, other.created_at),
  });
}

export function paymentsOf(shop: Shop): List<Payment> {
  return shop.list({
    name: "payments",
    topics: ["payment"],
    collection: shop.collection<Payment>("payments", "payment"),
    page: async (cursor) => pageOf<Payment>(await shop.api.get("/payments", { query: { ...at(cursor) } })),
    order: (one, other) => latestFirst(one.created_at, other.created_at),
  });
}

/** The movements of a courier's cash, latest first. */
export function movementsOf(shop: Shop, courier: string): List<Movement> {
  return shop.list({
    name: `movements:${courier}`,
    topics: [`cash:${courier}`],
    collection: shop.collection<Movement>("movements", "movement"),
    page: async (cursor) => {
      const page = await shop.api.get("/couriers/{id}/ledger", {
        path: { id: courier },
        query: { ...at(cursor) },
      });
      const { items, cursor: next } = pageOf<Schemas["CashMovement"]>(page);
      return { items: items.map((line) => ({ ...line, id: `${courier}/${line.number}` })), cursor: next };
    },
    order: (one, other) => other.number - one.number,
  });
}

/** What each courier holds, who owes most first. */
export function balancesOf(shop: Shop): Reading<CashBalance[]> {
  return shop.reading("cash", ["cash", "courier", "shop"], async () => {
    const { items } = pageOf<CashBalance>(await shop.api.get("/cash"));
    return items;
  });
}

/** How many orders there are of each status. */
export function countsOf(shop: Shop): Reading<Schemas["Stats"]> {
  return shop.reading("order-counts", ["order"], () => shop.api.get("/stats"));
}

/** What to prepare on a day of the shop's calendar. */
export function preparationsOf(shop: Shop, day: string): Reading<Preparations> {
  return shop.reading(`preparations:${day}`, ["preparation", "order", "delivery", "courier"], () =>
    shop.api.get("/preparations", { query: { day } }),
  );
}

/** Everybody who can be given a delivery by hand. */
export function couriersOf(shop: Shop): List<Courier> {
  return shop.list({
    name: "couriers-to-choose",
    topics: ["courier"],
    collection: shop.couriers,
    page: async (cursor) =>
      pageOf<Courier>(await shop.api.get("/couriers", { query: { limit: 100, ...at(cursor) } })),
    order: (one, other) => one.id.localeCompare(other.id),
  });
}

/** Everything that can be added to an order. */
export function productsOf(shop: Shop): List<Product> {
  return shop.list({
    name: "products-to-choose",
    topics: ["product"],
    collection: shop.products,
    page: async (cursor) =>
      pageOf<Product>(await shop.api.get("/products", { query: { limit: 100, ...at(cursor) } })),
    order: (one, other) => one.id.localeCompare(other.id),
  });
}

/** Whether prospects can be sent a link at all. */
export function providersOf(shop: Shop): Reading<Schemas["ServiceKeys"][]> {
  return shop.reading("payment-providers", ["shop"], async () => {
    const { items } = pageOf<Schemas["ServiceKeys"]>(await shop.api.get("/payment-providers"));
    return items;
  });
}
