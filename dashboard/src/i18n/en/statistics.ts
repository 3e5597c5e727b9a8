import type { Words } from "../index.svelte";
export const statistics: Words["statistics"] = { title: "Statistics" };
