// What a payment is called, and what it means for the seller.

import type { Payment } from "../../data/sales";
import { i18n } from "../../i18n/index.svelte";
import type { Tone } from "../../ui/tone";

export function statusTone({ status }: Payment): Tone {
  switch (status) {
    case "paid":
      return "good";
    case "suspicious":
      return "bad";
    case "requested":
    case "opened":
    case "refunding":
      return "wait";
    case "lapsed":
    case "refunded":
      return "calm";
  }
}

export function providerName({ provider }: Payment): string {
  return i18n.t.payments.provider[provider];
}

/** The state in a sentence, with what to do where there is something. */
export function explained(payment: Payment): string {
  const words = i18n.t.payments.explain;
  const { format } = i18n;
  switch (payment.status) {
    case "requested":
    case "lapsed":
    case "suspicious":
      return words[payment.status];
    case "opened":
      return words.opened(format.when(payment.ends_at));
    case "paid":
      return words.paid(providerName(payment), payment.paid_at ? format.when(payment.paid_at) : "");
    case "refunding":
    case "refunded":
      return words[payment.status](format.money(payment.refunded ?? payment.amount));
  }
}
