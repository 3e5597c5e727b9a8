// What is typed of a courier, and what of it is sent.

import type { Schemas } from "../../api/types";
import type { Courier } from "../../data/shop.svelte";
import { minutesOf } from "../../ui/clock";
import { refusals } from "../shop/refusal";

export const CHANNELS = ["whatsapp", "call", "sms"] as const;
export type Channel = (typeof CHANNELS)[number];

export interface CourierFields {
  name: string;
  phone: string;
  available: boolean;
  zones: string[];
  tier: "own" | "partner" | "pool";
  channels: Channel[];
  anyHour: boolean;
  from: string;
  until: string;
}

export function fieldsOf(courier: Courier | null): CourierFields {
  const [from = "07:00", until = "19:00"] = courier?.hours ?? [];
  return {
    name: courier?.name ?? "",
    phone: courier?.phone ?? "",
    available: courier?.available ?? true,
    zones: [...(courier?.zones ?? [])],
    tier: courier?.tier ?? "own",
    channels: [...((courier?.channels as Channel[] | undefined) ?? CHANNELS)],
    anyHour: !courier?.hours?.length,
    from,
    until,
  };
}

/**
 * Zones are sent when they were changed: a zone that was deleted stays with its courier, so that
 * they do not serve all of them by that, and the API refuses its id from here.
 */
export function courierBody(
  fields: CourierFields,
  before: Courier | null,
  known: readonly string[],
  words: { hoursOrder: string; oneChannel: string },
): Schemas["CourierForm"] {
  const errors = [];
  if (!fields.anyHour && minutesOf(fields.from) >= minutesOf(fields.until))
    errors.push({ field: "hours", message: words.hoursOrder });
  if (fields.channels.length === 0) errors.push({ field: "channels", message: words.oneChannel });
  if (errors.length > 0) throw refusals(errors);
  return {
    name: fields.name,
    phone: fields.phone,
    available: fields.available,
    channels: fields.channels,
    hours: fields.anyHour ? [] : [fields.from, fields.until],
    ...(isSame(fields.zones, before?.zones)
      ? {}
      : { zones: fields.zones.filter((id) => known.includes(id)) }),
    ...(fields.tier === "pool" ? {} : { tier: fields.tier }),
  };
}

function isSame(zones: readonly string[], before: readonly string[] = []): boolean {
  return zones.length === before.length && zones.every((id) => before.includes(id));
}

/** The channels with one of them taken in or out; the others keep their order. */
export function toggled(channels: readonly Channel[], channel: Channel): Channel[] {
  return channels.includes(channel) ? channels.filter((other) => other !== channel) : [...channels, channel];
}

/** The channels with one of them a place earlier (-1) or later (1). */
export function moved(channels: readonly Channel[], channel: Channel, by: -1 | 1): Channel[] {
  const from = channels.indexOf(channel);
  const to = from + by;
  if (from === -1 || to < 0 || to >= channels.length) return [...channels];
  const next = [...channels];
  next.splice(from, 1);
  next.splice(to, 0, channel);
  return next;
}
