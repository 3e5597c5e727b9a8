import type { Keep } from "./keep";

const NAME = "alerts";

type Wish = "on" | "off" | "later";

/**
 * Whether this device is to tell the seller of what waits for them. Asked for by the seller's own
 * tap only: a browser that was refused once does not ask again.
 */
export class Alerts {
  readonly #keep: Pick<Keep, "reading" | "setReading">;
  #wish = $state<Wish | null>(null);
  #permission = $state<NotificationPermission | "unsupported">("unsupported");

  constructor(keep: Pick<Keep, "reading" | "setReading">) {
    this.#keep = keep;
    this.#wish = keep.reading<Wish>(NAME) ?? null;
    if ("Notification" in globalThis) this.#permission = Notification.permission;
  }

  get permission(): NotificationPermission | "unsupported" {
    return this.#permission;
  }

  get isOn(): boolean {
    return this.#wish === "on" && this.#permission === "granted";
  }

  /** Nobody decided yet: the page may offer it. */
  get isOpen(): boolean {
    return this.#wish === null && (this.#permission === "default" || this.#permission === "granted");
  }

  async turnOn(): Promise<void> {
    if (this.#permission === "unsupported") return;
    this.#permission = await Notification.requestPermission();
    if (this.#permission === "granted") this.#set("on");
  }

  turnOff(): void {
    this.#set("off");
  }

  later(): void {
    this.#set("later");
  }

  #set(wish: Wish): void {
    this.#wish = wish;
    this.#keep.setReading(NAME, wish);
  }
}
