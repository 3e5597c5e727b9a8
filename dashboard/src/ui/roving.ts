/** Moves the focus among `items` with the arrows, Home and End; true when the key was one of them. */
export function rove(event: KeyboardEvent, items: readonly HTMLElement[]): boolean {
  const now = items.findIndex((item) => item === document.activeElement);
  const last = items.length - 1;
  const to: Record<string, number> = {
    ArrowDown: now === last ? 0 : now + 1,
    ArrowRight: now === last ? 0 : now + 1,
    ArrowUp: now <= 0 ? last : now - 1,
    ArrowLeft: now <= 0 ? last : now - 1,
    Home: 0,
    End: last,
  };
  const next = to[event.key];
  if (next === undefined) return false;
  event.preventDefault();
  items[next]?.focus();
  return true;
}
