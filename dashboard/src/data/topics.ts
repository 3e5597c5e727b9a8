import type { Change } from "./live";

// What else is drawn from a thing: a delivery is answered with its order, an order with its receipt.
const DRAWN_FROM: Record<string, readonly string[]> = { order: ["delivery"], receipt: ["order", "delivery"] };

/** The topics that a change of the live feed touches: its kind, and the one thing alone. */
export function topicsOf({ kind, id, conversation }: Change): string[] {
  const kinds = [kind, ...(DRAWN_FROM[kind] ?? [])];
  const topics = kinds.flatMap((one) => (id === undefined ? [one] : [one, `${one}:${id}`]));
  // A thread's messages are one list: that it changed is what is to be known.
  if (conversation !== undefined) topics.push(`${kind}:${conversation}`);
  return topics;
}
