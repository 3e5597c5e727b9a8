import type { Words } from "../index.svelte";
export const settings: Words["settings"] = { title: "Settings" };
