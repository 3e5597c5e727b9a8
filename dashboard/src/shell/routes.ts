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
    path: "/sante",
    title: (words) => words.health.title,
    load: () => import("../screens/health/HealthScreen.svelte"),
    icon: "heart",
    badge: healthBadge,
  },
  {
    path: "/connexion",
    title: (words) => words.connection.title,
    load: () => import("../screens/connection/Connection.svelte"),
  },
];

/** Whether some screen answers to an address: links to what may not be there yet are left out. */
export function isKnown(path: string): boolean {
  return routes.some((route) => match(route.path, path) !== null);
}
