// What the parts of a delivery are called.

import type { Delivery } from "../../data/shop.svelte";
import { i18n } from "../../i18n/index.svelte";
import type { Tone } from "../../ui/tone";
import { type Booking, bookingOf } from "./standing";

type Attempt = Delivery["attempts"][number];
type Deed = Delivery["history"][number];

export function courierName(delivery: Delivery): string {
  const words = i18n.t.deliveries;
  if (!delivery.courier) return words.noCourier;
  return delivery.courier.name ?? words.formerCourier;
}

/** Where it stands, in a sentence that says who has to act. */
export function nowWords(delivery: Delivery): string {
  const words = i18n.t.deliveries.now;
  const { format } = i18n;
  const name = courierName(delivery);
  switch (delivery.status) {
    case "awaiting_deposit":
      return words.awaiting_deposit(delivery.retry_at ? format.when(delivery.retry_at) : "");
    case "offered": {
      const open = delivery.attempts.find(({ expires_at }) => expires_at !== null);
      if (!open?.expires_at) return words.offeredSoon;
      return words.offered(attemptName(open), format.time(open.expires_at));
    }
    case "with_service": {
      const booking = bookingOf(delivery);
      return booking ? words.with_service(serviceName(booking)) : words.offeredSoon;
    }
    case "delivered":
      return words.delivered(delivery.delivered_at ? format.when(delivery.delivered_at) : "");
    case "awaiting_retry":
      return words.awaiting_retry(delivery.retry_at ? format.when(delivery.retry_at) : "");
    case "failed":
      return words.failed(delivery.failure_reason ? i18n.t.deliveries.reason[delivery.failure_reason] : "");
    case "nobody_found":
    case "pickup_at_shop":
    case "cancelled":
      return words[delivery.status];
    default:
      return words[delivery.status](name);
  }
}

export function attemptName({ courier_name }: Attempt): string {
  return courier_name ?? i18n.t.deliveries.formerCourier;
}

export function outcomeTone({ outcome }: Attempt): Tone {
  if (outcome === "accepted") return "good";
  if (outcome === "open") return "wait";
  return outcome === "withdrawn" ? "calm" : "bad";
}

/** By which channels somebody was asked, and what came of each. */
export function rungWords(attempt: Attempt): string[] {
  const words = i18n.t.deliveries.attempts;
  const tier = words.tier[attempt.tier];
  return [
    ...(tier ? [tier] : []),
    ...attempt.rungs.map(({ channel, at, end }) =>
      words.rung(words.channel[channel], i18n.format.time(at), end ? words.end[end] : ""),
    ),
    ...(attempt.via && attempt.outcome !== "open" ? [words.via(words.channel[attempt.via])] : []),
  ];
}

export function serviceName({ service }: Booking): string {
  return i18n.t.deliveries.bookings.service[service];
}

/** What the service said last; nothing more than that it was asked, before and for unknown words. */
export function bookingWords({ state }: Booking): string {
  const words = i18n.t.deliveries.bookings;
  const states: Record<string, string> = words.state;
  return (state && states[state]) || words.asked;
}

export function deedName(deed: Deed, delivery: Delivery): string {
  if (deed.by.kind === "seller") return i18n.t.deliveries.history.you;
  const { courier: id } = deed.by;
  if (delivery.courier && delivery.courier.id === id) return courierName(delivery);
  const asked = delivery.attempts.find(({ courier_id }) => courier_id === id);
  return asked ? attemptName(asked) : i18n.t.deliveries.formerCourier;
}

export function deedTone({ what }: Deed): Tone {
  if (what === "delivered" || what === "handed_over") return "good";
  if (what === "failed" || what === "wrong_code") return "bad";
  return "calm";
}
