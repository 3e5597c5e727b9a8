// Somebody with WhatsApp: a prospect or a courier, on a simulated phone.

import { freshWaId } from "./fresh.ts";
import { call, simulator, stack } from "./stack.ts";
import { until } from "./waiting.ts";

interface Button {
  readonly id: string;
  readonly title: string;
}

interface Rendered {
  readonly body?: string;
  readonly buttons?: readonly { readonly payload: string; readonly text: string }[];
}

export interface Received {
  readonly wamid: string;
  readonly direction: string;
  readonly rendered?: Rendered;
  readonly body: {
    readonly rendered?: Rendered;
    readonly text?: { readonly body: string };
    readonly interactive?: {
      readonly body?: { readonly text: string };
      readonly action?: { readonly buttons?: readonly { readonly reply: Button }[] };
    };
  };
}

/** One thread of one person with one business number. */
export class Phone {
  readonly waId: string;
  readonly #thread: string;

  constructor(number: string, waId: string = freshWaId()) {
    this.waId = waId;
    this.#thread = simulator(`/sim/phone/threads/${number}/${waId}`);
  }

  /** A new person with a name, facing a business number. */
  static async named(number: string, name: string): Promise<Phone> {
    const phone = new Phone(number);
    await call(simulator("/sim/phone/people"), { body: { wa_id: phone.waId, name, role: "prospect" } });
    return phone;
  }

  /** A known person facing our own number: a courier, the seller. */
  static ofCourier(waId: string): Phone {
    return new Phone(stack.platform_phone_number_id, waId);
  }

  async send(body: Record<string, unknown>): Promise<void> {
    await call(`${this.#thread}/messages`, { body });
  }

  /** Writes; with `ad`, as somebody who tapped an ad of that headline. */
  async say(text: string, ad?: string): Promise<void> {
    const referral = {
      headline: ad,
      body: "Livraison partout à Abidjan",
      source_id: "ad-1",
      source_url: "https://fb.me/x",
      ctwa_clid: `clid-${this.waId}`,
    };
    await this.send({ type: "text", text, ...(ad === undefined ? {} : { referral }) });
  }

  /** What the person received, oldest first. */
  async received(): Promise<Received[]> {
    const { messages } = await call<{ messages: Received[] }>(this.#thread);
    return messages.filter(({ direction }) => direction === "to_person");
  }

  /** The words of what the person received, oldest first. */
  async words(): Promise<string[]> {
    return (await this.received()).map(wordsOf);
  }

  /** Waits for the latest message in which `words` are. */
  async hears(words: string | RegExp): Promise<Received> {
    const isIt = (text: string) => (typeof words === "string" ? text.includes(words) : words.test(text));
    try {
      return await until(`« ${String(words)} »`, async () =>
        (await this.received()).findLast((message) => isIt(wordsOf(message))),
      );
    } catch (error) {
      throw new Error(`${this.waId} heard ${JSON.stringify(await this.words(), null, 2)}`, { cause: error });
    }
  }

  /** Taps the button of the latest message that has one of that title. */
  async taps(title: string): Promise<void> {
    await this.send(
      await until(`the button « ${title} »`, async () => {
        for (const message of (await this.received()).reverse()) {
          const tap = tapOn(message, title);
          if (tap) return tap;
        }
        return null;
      }),
    );
  }
}

/** The words a person reads in a message. */
export function wordsOf({ rendered, body }: Received): string {
  return rendered?.body ?? body.rendered?.body ?? body.text?.body ?? body.interactive?.body?.text ?? "";
}

function tapOn({ wamid, rendered, body }: Received, title: string): Record<string, unknown> | null {
  const replies = (body.interactive?.action?.buttons ?? []).map(({ reply }) => reply);
  const reply = replies.find((one) => one.title.startsWith(title));
  if (reply) return { type: "button_reply", ...reply, context_wamid: wamid };
  const quick = rendered?.buttons ?? body.rendered?.buttons ?? [];
  const button = quick.find(({ text }) => text.startsWith(title));
  return button ? { type: "template_button", ...button, context_wamid: wamid } : null;
}
