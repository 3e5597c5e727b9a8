import { createSubscriber } from "svelte/reactivity";

const TICK_MS = 15_000;

const ticking = createSubscriber((update) => {
  const timer = setInterval(update, TICK_MS);
  return () => clearInterval(timer);
});

/** The present, in milliseconds; what reads it in a component is drawn again as time passes. */
export function now(): number {
  ticking();
  return Date.now();
}
