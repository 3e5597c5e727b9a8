import type { Words } from "../index.svelte";
import type { RefusalCode, Told } from "../refusals";

const refusal: Record<RefusalCode, Told> = {
  access_denied: [
    "Connection cancelled",
    "You did not give permission on Facebook.",
    "Start again and accept every step.",
  ],
  link_unknown: ["Unknown link", "This link is not valid.", "Start again with the button."],
  link_used: [
    "Link already used",
    "This link has been used.",
    "If nothing is connected, start again with the button.",
  ],
  link_expired: ["Link expired", "A link lasts 10 minutes.", "Start again with the button."],
  code_used: ["Permission expired", "Facebook’s permission works once only.", "Start again with the button."],
  code_expired: [
    "Permission expired",
    "Facebook’s permission lasts some seconds only.",
    "Start again with the button.",
  ],
  redirect_mismatch: [
    "A setting of ours is wrong",
    "The address to come back to is not the right one.",
    "Tell us, we will correct it.",
  ],
  token_invalid: [
    "Access withdrawn",
    "The access given on Facebook is no longer valid.",
    "Start again with the button.",
  ],
  wrong_app: [
    "A setting of ours is wrong",
    "The access was given to another application.",
    "Tell us, we will correct it.",
  ],
  missing_permission: [
    "Permission incomplete",
    "A permission is missing.",
    "Start again and leave every box ticked on Facebook.",
  ],
  no_account: [
    "No WhatsApp Business account",
    "You shared no account with FluxAsync.",
    "Start again, and choose or create your WhatsApp Business account.",
  ],
  no_number: [
    "No number",
    "Your WhatsApp Business account has no number yet.",
    "Add a number in WhatsApp Manager, then “Try again”.",
  ],
  number_taken: [
    "Number already connected",
    "This number belongs to another shop on FluxAsync.",
    "Start again with another number. If it is yours, tell us.",
  ],
  number_unverified: [
    "Number to verify",
    "Meta has not verified this number yet.",
    "In WhatsApp Manager, enter the code received by text or call, then “Try again”.",
  ],
  account_locked: [
    "Account locked by Meta",
    "Meta locked this WhatsApp Business account.",
    "Ask for a review in WhatsApp Manager, then “Try again”.",
  ],
  pin_mismatch: [
    "PIN to switch off",
    "This number is protected by a PIN (two-step verification).",
    "In WhatsApp Manager, switch two-step verification off, then “Try again”.",
  ],
  pin_locked: [
    "Too many PIN attempts",
    "Meta refuses any PIN for a while.",
    "Wait an hour, then “Try again”.",
  ],
  register_locked: [
    "Number paused by Meta",
    "This number was registered too many times: Meta blocks it for 72 hours.",
    "Wait, then “Try again”.",
  ],
  meta_unavailable: [
    "Meta does not answer",
    "What was done is kept.",
    "Wait some minutes, then “Try again”.",
  ],
  meta_refused: ["Unexpected refusal by Meta", "Meta refused a step.", "Tell us, then try again."],
};

export const connection: Words["connection"] = {
  title: "WhatsApp connection",
  intro: "Connect your WhatsApp Business number: FluxAsync then answers your customers, day and night.",
  connect: "Connect my WhatsApp Business",
  connectAgain: "Reconnect my number",
  connectOther: "Connect another number",
  resume: "Try again",
  opens: "Facebook’s page opens. Keep your phone at hand: 5 minutes are enough.",
  need: "You need",
  needs: ["a Facebook account", "your phone, for the code sent by text or call"],
  who: { seller: "You", meta: "Meta", us: "FluxAsync" },
  state: { done: "Done", now: "In progress", todo: "To do", stopped: "Stopped", later: "To come" },
  step: {
    account: "Shop created",
    authorise: "Authorise FluxAsync on Facebook",
    verify: "Check the access to your account",
    number: "Find your number",
    subscribe: "Receive your customers’ messages",
    register: "Switch on sending",
  },
  progress: (done, all) => `Steps done: ${done} of ${all}`,
  actor: { seller: "Your turn", us: "Our turn", time: "A little patience" },
  connected: "WhatsApp is connected",
  connectedTo: (number) => `FluxAsync answers your customers on ${number}.`,
  coexistence: "You can also write from the WhatsApp Business app: the AI then falls silent.",
  stillConnected: (number) => `Meanwhile your current number ${number} goes on answering.`,
  back: "You are back from Facebook.",
  refusal,
};

export const firstSteps: Words["firstSteps"] = {
  title: "To begin",
  intro: "Your shop is created. This is what is left to do.",
  connect: "Connect your WhatsApp",
  connectWhy: "Without it no message arrives here.",
  products: "Add your products",
  productsWhy: "The AI sells only what is in the catalogue, at your prices.",
  zones: "Set your delivery fees",
  zonesWhy: "By zone: Cocody, Yopougon…",
  couriers: "Add your couriers",
  couriersWhy: "They are asked on WhatsApp, by call or by text.",
  tryIt: "Try it",
  tryItWhy: (number) => `From another phone, write “Bonjour” to ${number}.`,
  done: "done",
};
