// A delivery and its order for the units of the screens beside.

import type { Delivery, Order } from "../../data/shop.svelte";

const francs = (amount: number) => ({ amount, currency: "XOF" }) as const;

export function anOrder(change: Partial<Order> = {}): Order {
  return {
    id: "ord_1",
    reference: "Z4Z1BW",
    status: "confirmed",
    lines: [
      {
        product_id: "prd_1",
        variant_id: "42",
        name: "Air Max 42",
        quantity: 1,
        unit_price: francs(45_000),
        total: francs(45_000),
      },
    ],
    subtotal: francs(45_000),
    delivery_fee: francs(1_500),
    total: francs(46_500),
    address: {
      text: "Cocody, derrière la pharmacie",
      city: "",
      commune: "Cocody",
      quarter: "",
      landmark: "derrière la pharmacie",
      latitude: null,
      longitude: null,
    },
    contact: { name: "Aminata", phone: "+2250701020304" },
    recipient: null,
    payer: null,
    moment: { day: "2026-11-28", period: "morning" },
    placed_at: "2026-11-27T10:00:00Z",
    conversation_id: "cnv_1",
    ad_id: null,
    revision: 0,
    history: [],
    usage: null,
    receipt: null,
    ...change,
  };
}

export function aDelivery(change: Partial<Delivery> = {}): Delivery {
  return {
    id: "ord_1",
    status: "assigned",
    courier: { id: "cou_1", name: "Blaise", phone: "+2250505111111" },
    attempts: [],
    bookings: [],
    due: francs(46_500),
    paid: null,
    collected: null,
    failure_reason: null,
    promised: { day: "2026-11-28", period: "morning" },
    retry_at: null,
    delivered_at: null,
    created_at: "2026-11-27T10:00:00Z",
    history: [],
    photo: null,
    order: anOrder(),
    ...change,
  };
}
