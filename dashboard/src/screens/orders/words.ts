// What the parts of an order are called.

import type { Order } from "../../data/shop.svelte";
import { i18n } from "../../i18n/index.svelte";
import type { Tone } from "../../ui/tone";
import type { Standing } from "../payments/standing";

export function momentWords({ day, period }: Order["moment"]): string {
  return i18n.t.orders.moment(i18n.format.dayName(day), i18n.t.orders.period[period]);
}

/** A name, or the number of somebody whose name nobody knows. */
export function personName({ name, phone }: { name: string; phone: string }): string {
  return name || i18n.format.phone(phone);
}

export function receiverName(order: Order): string {
  return personName(order.recipient ?? order.contact);
}

/** Where it goes, in one word or two. */
export function placeWords({ address }: Order): string {
  return address.commune || address.quarter || address.city || address.text;
}

export function statusTone(status: Order["status"]): Tone {
  const tones: Record<Order["status"], Tone> = {
    pending: "wait",
    confirmed: "good",
    delivered: "calm",
    failed: "bad",
    cancelled: "calm",
  };
  return tones[status];
}

/** What a badge says of an order's mobile money; nothing where there is none. */
export function standingWords(standing: Standing): { words: string; tone: Tone } | null {
  const words = i18n.t.orders.payment;
  switch (standing.kind) {
    case "none":
      return null;
    case "paid":
      return { words: words.paid, tone: "good" };
    case "part":
      return { words: words.part(i18n.format.money(standing.amount)), tone: "good" };
    case "suspicious":
      return { words: words.suspicious, tone: "bad" };
    case "asked":
      return { words: words.asked, tone: "wait" };
    case "refunding":
      return { words: words.refunding, tone: "wait" };
    case "refunded":
      return { words: words.refunded, tone: "calm" };
  }
}

/** The pin, or the words of the place; null when nobody said where. */
export function mapAddress({ address }: Order): string | null {
  const { latitude, longitude, text } = address;
  const place = latitude && longitude ? `${latitude},${longitude}` : text;
  return place ? `https://www.google.com/maps/search/?api=1&query=${encodeURIComponent(place)}` : null;
}

export function whatsappAddress(phone: string): string {
  return `https://wa.me/${phone.replace(/\D/gu, "")}`;
}

/** The first letter as a sentence has it. */
export function capital(words: string): string {
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}
