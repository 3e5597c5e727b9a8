import type { Reading } from "../../data/reading.svelte";
import { pageOf, type Shop } from "../../data/shop.svelte";
import type { Schemas } from "../../api/types";
import type { Change, ShopSettings } from "./values";

export type Keys = Schemas["ServiceKeys"];

export interface Settings {
  settings: ShopSettings;
}

export function settingsOf(shop: Shop): Reading<Settings> {
  return shop.reading("settings", ["shop"], () => shop.api.get("/me/settings") as Promise<Settings>);
}

/** Sends what changed, and shows what the API made of it. */
export async function change(shop: Shop, body: Change): Promise<void> {
  settingsOf(shop).set((await shop.api.patch("/me/settings", { body })) as Settings);
}

/** Whose keys are there; the keys themselves nobody can read. */
export function keysOf(shop: Shop, kind: "payment-providers" | "delivery-services"): Reading<Keys[]> {
  return shop.reading(kind, ["shop"], async () => pageOf<Keys>(await shop.api.get(`/${kind}`)).items);
}

/** The API says which fields of a service are missing or wrong. */
export function replaceKeys(
  shop: Shop,
  kind: "payment-providers" | "delivery-services",
  id: Keys["id"],
  body: Record<string, string>,
): Promise<Keys> {
  const path = { id };
  return kind === "payment-providers"
    ? shop.api.put("/payment-providers/{id}", { path, body: body as Schemas["WaveKeys"] })
    : shop.api.put("/delivery-services/{id}", { path, body: body as Schemas["GlovoKeys"] });
}
