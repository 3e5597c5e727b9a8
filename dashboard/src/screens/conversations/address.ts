import { href, router } from "../../shell/router.svelte";

/** The list, or a thread beside it, under the filter that is chosen. */
export function addressOf(id?: string, query: URLSearchParams = router.query): string {
  const to = id === undefined ? href("conversations") : href("conversations", id);
  return query.size > 0 ? `${to}?${query.toString()}` : to;
}
