import { ApiProblem } from "../api/problem";
import type { Keep } from "./keep";
import type { PushDevice } from "./push-device";

const NAME = "alerts";

type Wish = "on" | "off" | "later";

type Reach = Pick<PushDevice, "register" | "forget">;

/**
 * Whether this device is to tell the seller of what waits for them. Asked for by the seller's own
 * tap only: a browser that was refused once does not ask again.
 */
export class Alerts {
  readonly #keep: Pick<Keep, "reading" | "setReading">;
  readonly #device: Reach;
  #wish = $state<Wish | null>(null);
  #permission = $state<NotificationPermission | "unsupported">("unsupported");

  /** The device rings with the page closed, too. */
  isReached = $state(false);

  constructor(keep: Pick<Keep, "reading" | "setReading">, device: Reach) {
    this.#keep = keep;
    this.#device = device;
    this.#wish = keep.reading<Wish>(NAME) ?? null;
    if ("Notification" in globalThis) this.#permission = Notification.permission;
  }

  get permission(): NotificationPermission | "unsupported" {
    return this.#permission;
  }

  get isOn(): boolean {
    return this.#wish === "on" && this.#permission === "granted";
  }

  /** Nobody decided yet: the page may offer it, or say what is to be done first. */
  get isOpen(): boolean {
    const canBe = this.#permission === "default" || this.#permission === "granted" || this.needsInstalling;
    return this.#wish === null && canBe;
  }

  /** An iPhone or iPad notifies from the home screen only (WebKit, "Web Push for Web Apps on iOS"). */
  get needsInstalling(): boolean {
    return this.#permission === "unsupported" && (navigator as { standalone?: boolean }).standalone === false;
  }

  /** Has the device rung with the page closed, in that language. Without it the open page rings. */
  async reach(language: "fr" | "en"): Promise<void> {
    try {
      this.isReached = await this.#device.register(language);
    } catch (error) {
      // A network that is not there, or a push service that refuses (DOMException): the next start
      // tries again.
      if (!(error instanceof ApiProblem) && !(error instanceof DOMException)) throw error;
    }
  }

  async turnOn(): Promise<void> {
    if (this.#permission === "unsupported") return;
    this.#permission = await Notification.requestPermission();
    if (this.#permission === "granted") this.#set("on");
  }

  turnOff(): void {
    this.#set("off");
    this.isReached = false;
    void this.#device.forget();
  }

  later(): void {
    this.#set("later");
  }

  #set(wish: Wish): void {
    this.#wish = wish;
    this.#keep.setReading(NAME, wish);
  }
}
