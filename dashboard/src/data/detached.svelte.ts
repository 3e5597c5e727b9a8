/**
 * Makes something reactive that outlives the component that asked for it first: Svelte would end its
 * deriveds with that component.
 */
export function detached<T>(make: () => T): T {
  let made: { value: T } | undefined;
  $effect.root(() => {
    made = { value: make() };
  });
  if (!made) throw new Error("an effect root runs at once");
  return made.value;
}
