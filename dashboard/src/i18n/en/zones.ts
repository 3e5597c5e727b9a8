import type { Words } from "../index.svelte";

export const zones: Words["zones"] = {
  title: "Zones and fees",
  add: "Add",
  import: "Import",
  newTitle: "New zone",
  none: "No delivery zone",
  noneHint: "Without zones the AI does not know where you deliver nor what to ask. Begin with your own town.",
  name: "Name of the zone",
  nameHint: "For example: Cocody",
  communes: "Towns and districts in it",
  communesHint: "Separated by commas: Angré, Riviera, Deux Plateaux. The AI knows the zone by these names.",
  fee: "Delivery fee",
  feeHint: "What the customer pays for this zone. 0 if delivery is free.",
  saved: "Zone saved.",
  removed: (name) => `Zone “${name}” deleted.`,
  removeTitle: (name) => `Delete the zone “${name}”?`,
  removeText: (couriers, plural) =>
    couriers === 0
      ? "The AI will not offer to deliver there any more. Orders already taken do not change."
      : plural(couriers, {
          one: "The AI will not offer to deliver there any more, and 1 courier loses this zone. Orders already taken do not change.",
          other: `The AI will not offer to deliver there any more, and ${couriers} couriers lose this zone. Orders already taken do not change.`,
        }),
  free: "Free",
};
