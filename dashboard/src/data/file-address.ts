// Files of messages are read at signed addresses that end after some minutes, and every reading of
// a list brings others. The page keeps to the first as long as it is good: another address would
// fetch the same picture again, and begin a voice note anew.

const MARGIN_MS = 20_000;

/** When a signed address (AWS Signature Version 4, query parameters) ends; null when it does not say. */
export function endOf(address: string): number | null {
  const { searchParams } = new URL(address);
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/u.exec(searchParams.get("X-Amz-Date") ?? "") ?? [];
  const life = Number(searchParams.get("X-Amz-Expires"));
  if (!second || !(life > 0)) return null;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) + life * 1000;
}

/** Whether reading it now would be refused, as far as this device's clock tells. */
export function isOver(address: string, now: number): boolean {
  const end = endOf(address);
  return end !== null && end - MARGIN_MS <= now;
}

export class FileAddresses {
  readonly #known = new Map<string, string>();

  /** The address to read a file at: the one it was first read at, or `address` once that is over. */
  of(address: string, now: number): string {
    const file = address.replace(/\?.*$/su, "");
    const known = this.#known.get(file);
    if (known !== undefined && !isOver(known, now)) return known;
    this.#known.set(file, address);
    return address;
  }

  /** It was refused: whatever comes next is better. */
  forget(address: string): void {
    this.#known.delete(address.replace(/\?.*$/su, ""));
  }
}

export const fileAddresses = new FileAddresses();
