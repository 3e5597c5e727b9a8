// The model's puppeteer: what the Gemini simulator answers for one shop.

import type { Seller } from "./seller.ts";
import { call, simulator } from "./stack.ts";

export type Answer = { readonly text: string } | { readonly call: { name: string; args: unknown } };

/** Scripts the next answers to requests about this seller's shop. */
export async function script(seller: Seller, responses: readonly Answer[]): Promise<void> {
  await call(simulator("/sim/gemini/_control/scripts"), {
    body: { when_contains: seller.shopName, responses },
  });
}

/** One pair of the shop's only product in 42 to Cocody, up to the recap. */
export async function scriptSale(seller: Seller): Promise<void> {
  const { items } = await seller.ask<{ items: { id: string }[] }>("/products");
  const use = (name: string, args: unknown) => ({ call: { name, args } });
  await script(seller, [
    use("search_catalogue", { query: "air max" }),
    use("update_cart", { product_id: items[0]?.id, variant: "42", quantity: 1 }),
    use("set_delivery_address", { commune: "Cocody", landmark: "derrière la pharmacie" }),
    use("show_recap", {}),
  ]);
}
