// What WhatsApp does to text, and dates, times and numbers as they read in French.

const URL_PATTERN = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]*~]/gu;
const MARKUP = /(?<![\p{L}\p{N}])([*_~])(?=\S)(.+?)(?<=\S)\1(?![\p{L}\p{N}])/u;
const MONOSPACE = /```([\s\S]+?)```/u;
const TAGS = { "*": "strong", _: "em", "~": "s" };

const clock = new Intl.DateTimeFormat("fr-FR", { hour: "2-digit", minute: "2-digit" });
const longDay = new Intl.DateTimeFormat("fr-FR", { weekday: "long", day: "numeric", month: "long" });
const shortDay = new Intl.DateTimeFormat("fr-FR", { day: "2-digit", month: "2-digit", year: "2-digit" });

/** WhatsApp's markup (*gras*, _italique_, ~barré~, ```chasse fixe```) and links, as nodes. */
export function richText(text) {
  const fragment = document.createDocumentFragment();
  const code = MONOSPACE.exec(text);
  if (code) {
    fragment.append(richText(text.slice(0, code.index)), wrapped("code", code[1]));
    fragment.append(richText(text.slice(code.index + code[0].length)));
    return fragment;
  }
  let from = 0;
  for (const match of text.matchAll(URL_PATTERN)) {
    fragment.append(emphasis(text.slice(from, match.index)), anchor(match[0]));
    from = match.index + match[0].length;
  }
  fragment.append(emphasis(text.slice(from)));
  return fragment;
}

function emphasis(text) {
  const fragment = document.createDocumentFragment();
  let rest = text;
  for (let match = MARKUP.exec(rest); match; match = MARKUP.exec(rest)) {
    fragment.append(rest.slice(0, match.index));
    const element = document.createElement(TAGS[match[1]]);
    element.append(emphasis(match[2]));
    fragment.append(element);
    rest = rest.slice(match.index + match[0].length);
  }
  fragment.append(rest);
  return fragment;
}

function wrapped(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

/** A link that opens elsewhere and says nothing about this page. */
export function anchor(url, text = url) {
  const element = wrapped("a", text);
  element.href = url;
  element.target = "_blank";
  element.rel = "noopener noreferrer";
  return element;
}

/** The same text without its markers, for one-line previews. */
export function plainText(text) {
  let rest = String(text ?? "").replace(/\s+/gu, " ");
  for (let match = MARKUP.exec(rest); match; match = MARKUP.exec(rest)) {
    rest = rest.slice(0, match.index) + match[2] + rest.slice(match.index + match[0].length);
  }
  return rest;
}

/** "14:05". */
export function timeOf(at) {
  return clock.format(at);
}

function startOfDay(at) {
  const day = new Date(at);
  day.setHours(0, 0, 0, 0);
  return day.getTime();
}

function daysAgo(at) {
  return Math.round((startOfDay(Date.now()) - startOfDay(at)) / 86_400_000);
}

/** The title of a day: "Aujourd’hui", "Hier", "lundi 23 novembre". */
export function dayOf(at) {
  const ago = daysAgo(at);
  if (ago === 0) return "Aujourd’hui";
  if (ago === 1) return "Hier";
  return longDay.format(at);
}

/** True when both instants fall on one day of this device. */
export function sameDay(one, other) {
  return startOfDay(one) === startOfDay(other);
}

/** When a chat last moved: the time today, "Hier", or a date. */
export function shortMoment(at) {
  if (!at) return "";
  const ago = daysAgo(at);
  if (ago === 0) return timeOf(at);
  return ago === 1 ? "Hier" : shortDay.format(at);
}

/** A number of digits as people write it: "+225 07 01 02 03 04". */
export function phoneLabel(digits) {
  const text = String(digits ?? "").replace(/[^\d]/gu, "");
  if (!text) return "";
  if (text.length < 11) return `+${text}`;
  const country = text.startsWith("1") ? text.slice(0, 1) : text.slice(0, 3);
  const rest = text.slice(country.length);
  // An odd count leaves one digit alone in front, as in "6 12 34 56 78".
  const odd = rest.length % 2;
  const pairs = rest.slice(odd).match(/../gu) ?? [];
  return ["+" + country, ...(odd ? [rest.slice(0, 1)] : []), ...pairs].join(" ");
}
