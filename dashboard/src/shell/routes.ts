import { messagesBadge, healthBadge } from "./badges";
import { match, type Route } from "./router.svelte";

/** Every screen of the signed-in page; those with an icon are in the navigation, in this order. */
export const routes: readonly Route[] = [
  {
    path: "/conversations/:id?",
    title: (words) => words.conversations.title,
    load: () => import("../screens/conversations/Conversations.svelte"),
    icon: "chat",
    fills: true,
    badge: messagesBadge,
  },
  {
    path: "/orders/:id?",
    title: (words) => words.orders.title,
    load: () => import("../screens/orders/Orders.svelte"),
    icon: "bag",
    fills: true,
  },
  {
    path: "/deliveries/:id?",
    title: (words) => words.deliveries.title,
    load: () => import("../screens/deliveries/Deliveries.svelte"),
    icon: "scooter",
    fills: true,
  },
  {
    path: "/preparations",
    title: (words) => words.preparations.title,
    load: () => import("../screens/preparations/Preparations.svelte"),
    icon: "box",
    parent: "/shop",
  },
  {
    path: "/cash/:id?",
    title: (words) => words.cash.title,
    load: () => import("../screens/cash/Cash.svelte"),
    icon: "banknote",
    parent: "/shop",
    fills: true,
  },
  {
    path: "/payments",
    title: (words) => words.payments.title,
    load: () => import("../screens/payments/Payments.svelte"),
    parent: "/cash",
    fills: true,
  },
  {
    path: "/statistics",
    title: (words) => words.statistics.title,
    load: () => import("../screens/statistics/Statistics.svelte"),
    icon: "chart",
    parent: "/shop",
  },
  {
    path: "/shop",
    title: (words) => words.shop.title,
    load: () => import("../screens/shop/ShopMenu.svelte"),
    icon: "store",
    phoneOnly: true,
    badge: healthBadge,
  },
  {
    path: "/catalogue",
    title: (words) => words.shop.products,
    load: () => import("../screens/catalogue/Catalogue.svelte"),
    icon: "tag",
    parent: "/shop",
    fills: true,
  },
  {
    path: "/zones",
    title: (words) => words.shop.zones,
    load: () => import("../screens/zones/Zones.svelte"),
    icon: "pin",
    parent: "/shop",
  },
  {
    path: "/couriers",
    title: (words) => words.shop.couriers,
    load: () => import("../screens/couriers/Couriers.svelte"),
    icon: "person",
    parent: "/shop",
  },
  {
    path: "/settings",
    title: (words) => words.shop.settings,
    load: () => import("../screens/settings/Settings.svelte"),
    icon: "settings",
    parent: "/shop",
  },
  {
    path: "/sante",
    title: (words) => words.health.title,
    load: () => import("../screens/health/HealthScreen.svelte"),
    icon: "heart",
    parent: "/shop",
    badge: healthBadge,
  },
  {
    path: "/connexion",
    title: (words) => words.connection.title,
    load: () => import("../screens/connection/Connection.svelte"),
  },
  // One page each, under the lists above; « import » is no id.
  {
    path: "/catalogue/import",
    title: (words) => words.sheets.title.products,
    load: () => import("../screens/sheets/ProductSheet.svelte"),
    parent: "/catalogue",
  },
  {
    path: "/catalogue/:id",
    title: (words) => words.shop.products,
    load: () => import("../screens/catalogue/ProductEditor.svelte"),
    parent: "/catalogue",
  },
  {
    path: "/zones/import",
    title: (words) => words.sheets.title.zones,
    load: () => import("../screens/sheets/ZoneSheet.svelte"),
    parent: "/zones",
  },
  {
    path: "/zones/:id",
    title: (words) => words.shop.zones,
    load: () => import("../screens/zones/ZoneEditor.svelte"),
    parent: "/zones",
  },
  {
    path: "/couriers/import",
    title: (words) => words.sheets.title.couriers,
    load: () => import("../screens/sheets/CourierSheet.svelte"),
    parent: "/couriers",
  },
  {
    path: "/couriers/:id",
    title: (words) => words.shop.couriers,
    load: () => import("../screens/couriers/CourierEditor.svelte"),
    parent: "/couriers",
  },
  {
    path: "/settings/:section",
    title: (words) => words.shop.settings,
    load: () => import("../screens/settings/Section.svelte"),
    parent: "/settings",
  },
];

/** Whether some screen answers to an address: links to what may not be there yet are left out. */
export function isKnown(path: string): boolean {
  return routes.some((route) => match(route.path, path) !== null);
}
