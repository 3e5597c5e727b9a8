import type { Words } from "../index.svelte";

export const shop: Words["shop"] = {
  title: "Shop",
  products: "Catalogue",
  productsHint: "Your items, their prices, their stock",
  zones: "Zones and fees",
  zonesHint: "Where you deliver, and for how much",
  couriers: "Couriers",
  couriersHint: "Who delivers for you",
  settings: "Settings",
  preparationsHint: "The parcels of the day, to tick off",
  cashHint: "What couriers have to hand over",
  statisticsHint: "Sales, ads, couriers",
  healthHint: "Connection, quality of the number, message templates",
  settingsHint: "Hours, payment, tone…",
  back: (place) => `Back: ${place}`,
  save: "Save",
  remove: "Delete",
  search: "Search",
  clear: "Clear the search",
  nothingFound: (typed) => `Nothing matches “${typed}”.`,
  gone: "This does not exist any more.",
};
