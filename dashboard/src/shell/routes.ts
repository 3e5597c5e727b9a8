import type { Route } from "./router.svelte";

/** Every screen of the signed-in page; those with an icon are in the navigation, in this order. */
export const routes: readonly Route[] = [
  {
    path: "/conversations/:id?",
    title: (words) => words.conversations.title,
    load: () => import("../screens/conversations/Conversations.svelte"),
    icon: "chat",
    fills: true,
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
  },
  {
    path: "/cash/:id?",
    title: (words) => words.cash.title,
    load: () => import("../screens/cash/Cash.svelte"),
    icon: "banknote",
    fills: true,
  },
  {
    path: "/payments",
    title: (words) => words.payments.title,
    load: () => import("../screens/payments/Payments.svelte"),
    fills: true,
  },
];
