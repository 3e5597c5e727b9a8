// The way to Meta's dialog leads out of the page, and comes back by a page of the API whose button
// opens the dashboard at its beginning: this tab remembers where it was going.

const KEY = "fluxasync.connecting";

export function leave(url: string): void {
  try {
    sessionStorage.setItem(KEY, "1");
  } catch {
    // Without storage the page opens at its first screen afterwards, which leads here as well.
  }
  location.assign(url);
}

/** Whether this tab comes back from there; it is told once. */
export function isBack(): boolean {
  try {
    const was = sessionStorage.getItem(KEY) !== null;
    sessionStorage.removeItem(KEY);
    return was;
  } catch {
    return false;
  }
}
