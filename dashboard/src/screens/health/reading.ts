import type { Schemas } from "../../api/types";
import type { Reading } from "../../data/reading.svelte";
import type { Shop } from "../../data/shop.svelte";

/** How the number stands, and who waits: the latter changes with every conversation. */
export function healthOf(shop: Shop): Reading<Schemas["HealthNow"]> {
  return shop.reading("health", ["shop", "conversation"], () => shop.api.get("/health"));
}
