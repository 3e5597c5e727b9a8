// What the seller is shown of their number, and what of it asks for something.

import type { Schemas } from "../../api/types";
import type { Tone } from "../../ui/tone";

type Me = Schemas["Me"];
export type Answers = Schemas["HealthNow"]["answers"];
type Health = Me["health"];
export type Stop = NonNullable<Health["sending"]>;
export type Template = Health["templates"][number];

/** What the seller's own hands can do here; the rest is done in WhatsApp Manager. */
export type Action = "connect" | "check" | "none";

export type Point =
  | {
      readonly name: "connection" | "sending" | "campaigns" | "payment";
      readonly tone: Tone;
      readonly stop: Stop | null;
      readonly action: Action;
    }
  | {
      readonly name: "subscription" | "quality" | "limit" | "answers" | "standby";
      readonly tone: Tone;
      readonly stop: null;
      readonly action: Action;
    };

const LOST_ACCESS: readonly Stop["code"][] = ["token_revoked", "disconnected"];
const RECONNECT: readonly Stop["code"][] = [...LOST_ACCESS, "registration"];

/** `answers` is what the number's own screen asks for, and null elsewhere. */
export function pointsOf({ seller, health }: Me, answers: Answers | null): Point[] {
  const hasNumber = seller.whatsapp !== null;
  const isConnected = hasNumber && health.connected;
  const { sending, campaigns } = health;
  const lost = sending && LOST_ACCESS.includes(sending.code) ? sending : null;
  const unpaid = sending?.code === "payment" ? sending : null;
  // One trouble is told once, where its remedy is.
  const held = sending && !lost && !unpaid ? sending : null;
  const reconnect = (stop: Stop | null): Action =>
    stop && RECONNECT.includes(stop.code) ? "connect" : "none";
  return [
    {
      name: "connection",
      tone: isConnected ? "good" : "bad",
      stop: lost,
      action: isConnected ? "none" : "connect",
    },
    isConnected && health.subscribed === false
      ? { name: "subscription", tone: "bad", stop: null, action: "check" }
      : {
          name: "subscription",
          tone: isConnected && health.subscribed ? "good" : "calm",
          stop: null,
          action: "none",
        },
    {
      name: "sending",
      tone: held ? "bad" : sending || !isConnected ? "calm" : "good",
      stop: held,
      action: reconnect(held),
    },
    {
      name: "payment",
      tone: unpaid ? "bad" : paymentTone(health.payment_method),
      stop: unpaid,
      action: "none",
    },
    {
      name: "campaigns",
      tone: campaigns ? "wait" : isConnected ? "good" : "calm",
      stop: campaigns,
      action: "none",
    },
    { name: "quality", tone: qualityTone(health.quality), stop: null, action: "none" },
    { name: "limit", tone: "calm", stop: null, action: "none" },
    ...(answers ? [waitOf("answers", answers.overdue), waitOf("standby", answers.with_other_app)] : []),
  ];
}

function waitOf(name: "answers" | "standby", count: number): Point {
  return { name, tone: count > 0 ? "wait" : "good", stop: null, action: "none" };
}

function paymentTone(method: Health["payment_method"]): Tone {
  if (method === null) return "calm";
  return method === "ok" ? "good" : "bad";
}

/** Whether a calm point is one that Meta said nothing of. */
export function isUnknown({ name, tone }: Point, { messaging_limit }: Health): boolean {
  if (tone !== "calm") return false;
  if (name === "limit") return limitOf(messaging_limit) === null;
  return name === "subscription" || name === "payment" || name === "quality";
}

function qualityTone(quality: string | null): Tone {
  if (quality === "GREEN") return "good";
  if (quality === "YELLOW") return "wait";
  return quality === "RED" ? "bad" : "calm";
}

const TEMPLATE_TONES: Record<Template["status"], Tone> = {
  approved: "good",
  pending: "wait",
  in_appeal: "wait",
  paused: "wait",
  flagged: "wait",
  limit_exceeded: "bad",
  rejected: "bad",
  disabled: "bad",
  locked: "bad",
  missing: "bad",
  misfit: "bad",
  archived: "calm",
  deleted: "calm",
};

export function templateTone({ status }: Template): Tone {
  return TEMPLATE_TONES[status];
}

/** How many things only the seller can settle: the badge of the navigation. */
export function toSettle(me: Me): number {
  const bad = pointsOf(me, null).filter(({ tone }) => tone === "bad");
  return bad.length + me.health.templates.filter((template) => templateTone(template) === "bad").length;
}

/** People a day that may be written to first: "TIER_2K" -> 2000; Infinity for no limit, null unknown. */
export function limitOf(words: string | null): number | null {
  if (words === null) return null;
  if (/UNLIMITED/u.test(words)) return Infinity;
  const [, digits, thousand] = /(\d+)(K?)$/iu.exec(words) ?? [];
  return digits === undefined ? null : Number(digits) * (thousand ? 1000 : 1);
}
