import type { Shop } from "../data/shop.svelte";
import { i18n } from "../i18n/index.svelte";
import { waitsForHuman } from "../screens/conversations/standing";
import { toSettle } from "../screens/health/health";
import { now } from "../ui/clock.svelte";
import type { Badge } from "./router.svelte";

/** Who waits for a word of the seller's, read or not. */
export function messagesBadge(shop: Shop): Badge {
  const count = shop.conversationList().items.filter((one) => waitsForHuman(one, now())).length;
  return { count, words: i18n.t.conversations.waiting(count, i18n.plural) };
}

/** What only the seller can settle about the number. */
export function healthBadge(shop: Shop): Badge {
  const count = shop.me.value ? toSettle(shop.me.value) : 0;
  return { count, words: i18n.t.health.badge(count, i18n.plural) };
}
