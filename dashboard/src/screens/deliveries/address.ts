import { href } from "../../shell/router.svelte";
import { type Filter, isFilter } from "./standing";

/** The filter of the address; what is under way, when none is named. */
export function filterOf(query: URLSearchParams): Filter {
  const word = query.get("show");
  return isFilter(word) ? word : "current";
}

/** The address of the deliveries, with one of them open or none. */
export function deliveriesAddress(id: string | undefined, filter: Filter): string {
  const path = id === undefined ? href("deliveries") : href("deliveries", id);
  return filter === "current" ? path : `${path}?show=${filter}`;
}
