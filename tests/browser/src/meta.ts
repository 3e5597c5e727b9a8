// What Meta does of its own accord: the simulator's control routes.

import { randomUUID } from "node:crypto";
import { Phone } from "./phone.ts";
import type { Seller } from "./seller.ts";
import { call, simulator } from "./stack.ts";

interface AccountChange {
  /** Its payment card is refused, or works again. */
  readonly cannot_be_charged?: boolean;
  /** We get its webhooks, or not: the account's owner can end that at any time. */
  readonly subscribed?: boolean;
}

/** Changes the account that a seller's number belongs to. */
export async function changeAccount(seller: Seller, change: AccountChange): Promise<void> {
  await call(simulator("/sim/graph/_control/accounts"), {
    body: { phone_number_id: seller.number, ...change },
  });
}

const DAY_AND_HOUR_S = 25 * 3_600;

/** A prospect whose last message is 25 hours old, in a signed webhook that Meta was late with. */
export async function longSilent(seller: Seller, name: string, text: string): Promise<Phone> {
  const phone = await Phone.named(seller.number, name);
  const sent = Math.floor(Date.now() / 1_000) - DAY_AND_HOUR_S;
  const value = {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: "225", phone_number_id: seller.number },
    contacts: [{ wa_id: phone.waId, profile: { name } }],
    messages: [
      {
        id: `wamid.${randomUUID()}`,
        from: phone.waId,
        timestamp: String(sent),
        type: "text",
        text: { body: text },
      },
    ],
  };
  const payload = {
    object: "whatsapp_business_account",
    entry: [{ id: "waba", changes: [{ field: "messages", value }] }],
  };
  const { accepted } = await call<{ accepted: number }>(simulator("/sim/graph/_control/webhooks"), {
    body: { payload },
  });
  if (accepted !== 1) throw new Error("the webhook was refused");
  return phone;
}
