// Amounts, dates, numbers and states as a seller reads them. Absent values give empty text.

const NBSP = "\u00a0";
const number = new Intl.NumberFormat("fr-FR");
const clock = new Intl.DateTimeFormat("fr-FR", { hour: "2-digit", minute: "2-digit" });
const longDay = new Intl.DateTimeFormat("fr-FR", { weekday: "long", day: "numeric", month: "long" });
const shortDay = new Intl.DateTimeFormat("fr-FR", { day: "2-digit", month: "2-digit" });
const CURRENCIES = { XOF: "FCFA", XAF: "FCFA" };

/** `{amount: 15000, currency: "XOF"}` -> "15 000 FCFA", never broken over two lines. */
export function money(value) {
  if (value?.amount === undefined || value?.amount === null) return "";
  const amount = number.format(value.amount).replace(/\s/gu, NBSP);
  return `${amount}${NBSP}${CURRENCIES[value.currency] ?? value.currency ?? ""}`.trim();
}

/** Unix milliseconds of an instant written as ISO 8601 or as a number; NaN when there is none. */
export function instant(value) {
  if (typeof value === "number") return value;
  return value ? Date.parse(value) : NaN;
}

function startOfDay(at) {
  return new Date(at).setHours(0, 0, 0, 0);
}

function daysAgo(at) {
  return Math.round((startOfDay(Date.now()) - startOfDay(at)) / 86_400_000);
}

/** "14:05". */
export function time(value) {
  const at = instant(value);
  return Number.isNaN(at) ? "" : clock.format(at);
}

/** "Aujourd’hui", "Hier", "lundi 23 novembre". */
export function day(value) {
  const at = instant(value);
  if (Number.isNaN(at)) return "";
  return ["Aujourd’hui", "Hier"][daysAgo(at)] ?? longDay.format(at);
}

/** The time today, "Hier", or "23/11". */
export function moment(value) {
  const at = instant(value);
  if (Number.isNaN(at)) return "";
  const ago = daysAgo(at);
  if (ago === 0) return clock.format(at);
  return ago === 1 ? "Hier" : shortDay.format(at);
}

/** "14:05" today, "demain à 14:05", "lundi 23 novembre à 14:05". */
export function until(value) {
  const at = instant(value);
  if (Number.isNaN(at)) return "";
  const ahead = -daysAgo(at);
  if (ahead === 0) return clock.format(at);
  return `${ahead === 1 ? "demain" : longDay.format(at)} à ${clock.format(at)}`;
}

/** When a delivery was promised: `{day: "2026-11-24", period: "morning"}`. */
export function promised(value) {
  if (!value?.day) return "";
  const at = new Date(`${value.day}T12:00:00`);
  if (Number.isNaN(at.getTime())) return value.day;
  const ahead = -daysAgo(at);
  const label = ["aujourd’hui", "demain"][ahead] ?? longDay.format(at);
  return `${label}${value.period === "morning" ? " avant 12h" : value.period === "afternoon" ? " avant 18h" : ""}`;
}

/** "+2250701020304" -> "+225 07 01 02 03 04". */
export function phone(value) {
  const digits = String(value ?? "").replace(/\D/gu, "");
  if (digits.length < 10) return String(value ?? "");
  const rest = digits.slice(3);
  const odd = rest.length % 2;
  return [`+${digits.slice(0, 3)}`, ...(odd ? [rest.slice(0, 1)] : []), ...(rest.slice(odd).match(/../gu) ?? [])].join(NBSP);
}

/** What a conversation is called: its contact's name, else their number. */
export function contactName(conversation) {
  const contact = conversation?.contact ?? {};
  return contact.name || phone(contact.phone) || "Prospect";
}

/** True when the seller answers themself. */
export function isHuman(conversation) {
  return conversation?.owner === "human";
}

/** `[words, tone]` of who answers, in one word. */
export function owner(conversation) {
  return OWNERS[conversation?.owner] ?? [inWords(conversation?.owner), "calm"];
}

/** `[words, tone]` of each thing to know about reaching a prospect, the gravest first. */
export function reach(conversation) {
  return [
    conversation?.reachable === false && ["Injoignable", "bad"],
    conversation?.opted_out && ["A dit STOP", "calm"],
  ].filter(Boolean);
}

/** Whether a message can leave, and what Meta bills it as; "" while it is not known. */
export function billing(conversation) {
  const { next_message: next, free_entry_until: freeUntil } = conversation?.window ?? {};
  if (!next) return "";
  if (next.billing === "free_entry_point") return `Gratuit jusqu’à ${until(freeUntil)} (pub)`;
  return next.billing ? "Réponse facturée par Meta" : "Fenêtre fermée";
}

const OWNERS = {
  ai: ["IA", "good"],
  human: ["Vous", "wait"],
  other_app: ["Autre appli", "wait"],
};

const ORDERS = {
  pending: ["En attente", "wait"],
  confirmed: ["Confirmée", "good"],
  delivered: ["Livrée", "calm"],
  failed: ["Échec", "bad"],
  cancelled: ["Annulée", "calm"],
};

const DELIVERIES = {
  offered: ["Proposée à un livreur", "wait"],
  assigned: ["Livreur trouvé", "good"],
  picked_up: ["Colis récupéré", "good"],
  awaiting_code: ["Chez le client", "good"],
  code_locked: ["Code bloqué", "bad"],
  awaiting_cash: ["Encaissement", "good"],
  delivered: ["Livrée", "calm"],
  nobody_found: ["Aucun livreur, le client choisit", "wait"],
  awaiting_retry: ["Nouvel essai prévu", "wait"],
  pickup_at_shop: ["Retrait en boutique", "wait"],
  failed: ["Échec", "bad"],
  cancelled: ["Annulée", "calm"],
};

const OUTCOMES = {
  open: "attend sa réponse",
  accepted: "a accepté",
  refused: "a refusé",
  expired: "n’a pas répondu",
  unreachable: "injoignable",
  withdrawn: "retirée",
};

const PARTS = {
  lines: "articles",
  delivery_fee: "frais de livraison",
  address: "adresse",
  contact_phone: "téléphone",
  recipient: "destinataire",
  payer: "payeur",
  moment: "moment",
};

// Files that nothing is said of: neither heard nor looked at.
const FILES = new Set(["note vocale", "fichier audio"]);

const FAILURES = {
  customer_absent: "Client absent",
  customer_refused: "Refusée par le client",
  wrong_address: "Mauvaise adresse",
  courier_problem: "Problème du livreur",
};

/** `[words, tone]` of an order's status. */
export function orderStatus(status) {
  return ORDERS[status] ?? [inWords(status), "calm"];
}

/** `[words, tone]` of a delivery's status. */
export function deliveryStatus(status) {
  return DELIVERIES[status] ?? [inWords(status), "calm"];
}

/** What became of an offer to a courier. */
export function outcome(word) {
  return OUTCOMES[word] ?? inWords(word);
}

/** What was made out of a message's file; "" when nothing was looked for. */
export function perceived({ kind, perceived: words }) {
  // "[note vocale] Je prends la noire", "[image : un sac] Vous avez celui-ci ?"
  const [, label = "", rest = ""] = /^\[([^\]]*)\]\s*(.*)$/su.exec(words ?? "") ?? [];
  if (rest && (kind === "audio" || kind === "voice")) return `Entendu${NBSP}: «${NBSP}${rest}${NBSP}»`;
  const [name, ...seen] = label.split(" : ");
  if (seen.length > 0) return `Vu${NBSP}: ${seen.join(" : ")}`;
  return name.includes(" ") && !FILES.has(name) ? `IA${NBSP}: ${name}` : "";
}

/** A change of an order: "Vous : adresse, moment". */
export function change({ by, what = [] }) {
  return `${by === "seller" ? "Vous" : "Le client"}${NBSP}: ${what.map((part) => PARTS[part] ?? inWords(part)).join(", ")}`;
}

/** Why a delivery failed, or "". */
export function failure(reason) {
  return reason ? FAILURES[reason] ?? inWords(reason) : "";
}

// A state this page does not know yet is shown as it is.
function inWords(word) {
  return String(word ?? "").replaceAll("_", " ") || "Inconnu";
}

const MARKUP = /(?<![\p{L}\p{N}])([*_~])(?=\S)(.+?)(?<=\S)\1(?![\p{L}\p{N}])/u;
const TAGS = { "*": "strong", _: "em", "~": "s" };

/** WhatsApp's *gras*, _italique_ and ~barré~, as nodes. */
export function richText(text) {
  const fragment = document.createDocumentFragment();
  let rest = String(text ?? "");
  for (let match = MARKUP.exec(rest); match; match = MARKUP.exec(rest)) {
    fragment.append(rest.slice(0, match.index));
    const element = document.createElement(TAGS[match[1]]);
    element.append(richText(match[2]));
    fragment.append(element);
    rest = rest.slice(match.index + match[0].length);
  }
  fragment.append(rest);
  return fragment;
}
