// A seller over HTTP, for tests whose subject is not the sign-up: what they begin with is made here,
// and what the API says is what a page is held against.

import { freshDigits, freshWaId } from "./fresh.ts";
import { call, type Call, cognito, simulator, stack } from "./stack.ts";

/** A password the pool accepts. */
export const PASSWORD = "Motdepasse-2026";

export interface ThreadItem {
  readonly id: string;
  readonly contact: { readonly name: string; readonly phone: string | null };
  readonly preview: string;
  readonly owner: string;
  readonly order_ids: readonly string[];
}

export interface MessageItem {
  readonly id: string;
  readonly from: string;
  readonly text: string | null;
}

export interface OrderItem {
  readonly id: string;
  readonly reference: string;
  readonly status: string;
}

interface List<T> {
  readonly items: T[];
  readonly cursor: string | null;
}

interface Me {
  readonly seller: { readonly whatsapp: { readonly phone_number_id: string } | null };
}

export class Seller {
  readonly email = `vendeuse-${freshDigits(12)}@example.ci`;
  readonly phone = freshWaId();
  readonly shopName = `Chez Awa ${freshDigits(8)}`;
  /** The connected number's id. */
  number = "";
  #token = "";

  /** Signed up and in; nothing else. */
  static async signedUp(): Promise<Seller> {
    const seller = new Seller();
    await call(`${stack.http_api}/signup`, {
      body: {
        first_name: "Awa",
        last_name: "Koné",
        country: "CI",
        phone: `+${seller.phone}`,
        email: seller.email,
        password: PASSWORD,
        shop_name: seller.shopName,
      },
    });
    await seller.signIn();
    return seller;
  }

  /** With a connected number and an empty shop. */
  static async connected(): Promise<Seller> {
    const seller = await Seller.signedUp();
    await seller.#connect();
    return seller;
  }

  /** With a connected number, one product, one zone and one courier, whose number is the second answer. */
  static async withAShop(): Promise<[Seller, string]> {
    const seller = await Seller.connected();
    const francs = (amount: number) => ({ amount, currency: "XOF" });
    await seller.ask("/products", {
      body: {
        name: "Air Max",
        description: "Baskets légères",
        price: francs(45_000),
        variants: [
          { label: "42", stock: 5 },
          { label: "43", stock: 5 },
        ],
      },
    });
    await seller.ask("/zones", { body: { name: "Cocody", fee: francs(1_500) } });
    const courier = freshWaId();
    await seller.ask("/couriers", { body: { name: "Blaise", phone: `+${courier}` } });
    return [seller, courier];
  }

  /** A token of its own, for whoever signed up by another way. */
  async signIn(): Promise<void> {
    const answer = await cognito<{ AuthenticationResult: { IdToken: string } }>("InitiateAuth", {
      AuthFlow: "USER_PASSWORD_AUTH",
      ClientId: stack.user_pool_client_id,
      AuthParameters: { USERNAME: this.email, PASSWORD },
    });
    this.#token = answer.AuthenticationResult.IdToken;
  }

  ask<T>(path: string, options: Call = {}): Promise<T> {
    return call<T>(stack.http_api + path, {
      ...options,
      headers: { authorization: `Bearer ${this.#token}` },
    });
  }

  /** Learns the id of the number that the page connected. */
  async learnNumber(): Promise<void> {
    const { seller } = await this.ask<Me>("/me");
    if (!seller.whatsapp) throw new Error("no number is connected");
    this.number = seller.whatsapp.phone_number_id;
  }

  async threads(): Promise<ThreadItem[]> {
    return (await this.ask<List<ThreadItem>>("/conversations?limit=100")).items;
  }

  /** The messages of a thread, oldest first. */
  async messages(thread: string): Promise<MessageItem[]> {
    return (await this.ask<List<MessageItem>>(`/conversations/${thread}/messages?limit=100`)).items;
  }

  async orders(): Promise<OrderItem[]> {
    return (await this.ask<List<OrderItem>>("/orders")).items;
  }

  async #connect(): Promise<void> {
    const { url } = await this.ask<{ url: string }>("/onboarding/link");
    const asked = new URL(url).searchParams;
    const form = new URLSearchParams({
      client_id: asked.get("client_id") ?? "",
      redirect_uri: asked.get("redirect_uri") ?? "",
      state: asked.get("state") ?? "",
      business_name: this.shopName,
      display_phone_number: `+${freshWaId()}`,
      outcome: "success",
    });
    // The dialog leads to the callback, which does the work.
    const done = await fetch(simulator("/sim/graph/dialog/complete"), { method: "POST", body: form });
    if (!done.ok) throw new Error(`the callback answered ${done.status}: ${await done.text()}`);
    await this.learnNumber();
  }
}
