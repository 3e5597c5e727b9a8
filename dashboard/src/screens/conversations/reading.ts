import type { Schemas } from "../../api/types";
import type { Reading } from "../../data/reading.svelte";
import { Search } from "../../data/search.svelte";
import { at, type Conversation, pageOf, type Shop } from "../../data/shop.svelte";
import type { Filter } from "./standing";

const LIMIT = 50;

/** What the API finds under a filter and with some words; either may be left out. */
export function conversationSearch(shop: Shop, filter: Filter, words: string): Search<Conversation> {
  const question = {
    limit: LIMIT,
    ...(filter === "all" ? {} : { filter }),
    ...(words ? { q: words } : {}),
  };
  const list = shop.conversationList();
  return new Search<Conversation>({
    topics: ["conversation"],
    collection: shop.conversations,
    page: async (cursor, signal) =>
      pageOf(await shop.api.get("/conversations", { query: { ...question, ...at(cursor) }, signal })),
    version: (one) => one.last_message_at,
    isFollowed: (id) => list.items.some((one) => one.id === id),
  });
}

/** What can be sent when free text cannot. */
export function templatesOf(shop: Shop, id: string): Reading<Schemas["OfferedTemplate"][]> {
  return shop.reading(`templates:${id}`, ["shop", `conversation:${id}`], async () => {
    return (await shop.api.get("/conversations/{id}/templates", { path: { id } })).items;
  });
}

/** How many of the month's free answers are left. It follows the figures of the shop, not every message. */
export function freeLeftOf(shop: Shop): Reading<number> {
  return shop.reading("free-left", ["figures"], async () => (await shop.api.get("/health")).month.free_left);
}
