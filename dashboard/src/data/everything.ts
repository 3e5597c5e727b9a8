import type { Page } from "../api/types";

/** All pages as one: for what a shop has few hundreds of at most, and a screen searches as a whole. */
export async function everything<T>(page: (cursor: string | null) => Promise<Page<T>>): Promise<Page<T>> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const next: Page<T> = await page(cursor);
    items.push(...next.items);
    cursor = next.cursor;
  } while (cursor !== null);
  return { items, cursor: null };
}
