// The simulator's JSON API and its event stream, both on this page's own origin.

const BASE = "/sim/phone";
const NETWORK = "/sim/telephony/_control";

/** A request the simulator refused or never answered. `status` is 0 when nothing came back. */
export class ApiError extends Error {
  constructor(status, detail) {
    super(detail);
    this.name = "ApiError";
    this.status = status;
  }
}

async function request(method, path, body, base = BASE) {
  const options = { method, headers: { accept: "application/json" } };
  if (body !== undefined) {
    options.headers["content-type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(`${base}${path}`, options);
  } catch {
    throw new ApiError(0, "Le simulateur ne répond pas.");
  }
  const text = await response.text();
  const data = parsed(text);
  if (!response.ok) {
    throw new ApiError(response.status, detailOf(data) || `Le simulateur a refusé (${response.status}).`);
  }
  return data;
}

function parsed(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

function detailOf(data) {
  const { detail, error, message, title } = data ?? {};
  return detail ?? (typeof error === "string" ? error : error?.message) ?? message ?? title;
}

function threadPath(phoneNumberId, waId) {
  return `/threads/${encodeURIComponent(phoneNumberId)}/${encodeURIComponent(waId)}`;
}

/** `{businesses, people, threads}`, each an array. */
export async function fetchState() {
  const state = await request("GET", "/state");
  return {
    businesses: state?.businesses ?? [],
    people: state?.people ?? [],
    threads: state?.threads ?? [],
  };
}

/** `{messages, typing, window_open_until}` of one conversation. */
export async function fetchThread(phoneNumberId, waId) {
  const thread = await request("GET", threadPath(phoneNumberId, waId));
  return {
    messages: thread?.messages ?? [],
    typing: Boolean(thread?.typing),
    windowOpenUntil: thread?.window_open_until ?? null,
  };
}

/** Sends what the person typed, tapped or attached. */
export function sendMessage(phoneNumberId, waId, message) {
  return request("POST", `${threadPath(phoneNumberId, waId)}/messages`, message);
}

/** Tells the simulator that the person has the conversation in front of them. */
export function markRead(phoneNumberId, waId) {
  return request("POST", `${threadPath(phoneNumberId, waId)}/open`, {});
}

/** Adds somebody with a phone: `{wa_id, name, role}`. */
export function addPerson(person) {
  return request("POST", "/people", person);
}

/** Where the bytes of a media id are. */
export function mediaUrl(id) {
  return `${BASE}/media/${encodeURIComponent(id)}`;
}

/**
 * Listens to changes. `onChange` gets `{phone_number_id, wa_id}`, or null when anything may have
 * changed: first connection, every reconnection (events are not replayed), an event without a
 * chat.
 */
export function subscribe(onChange, onLink) {
  const source = new EventSource(`${BASE}/events`);
  source.addEventListener("open", () => {
    onLink(true);
    onChange(null);
  });
  source.addEventListener("error", () => onLink(false));
  source.addEventListener("message", (event) => {
    const change = parsed(event.data);
    onChange(change?.phone_number_id ? change : null);
  });
  return source;
}

/** Somebody's calls and text messages, oldest first: `{calls, texts}`. */
export async function fetchTelephone(waId) {
  const query = `?phone=${encodeURIComponent(waId)}`;
  const [calls, texts] = await Promise.all(
    ["calls", "texts"].map((kind) => request("GET", `/${kind}${query}`, undefined, NETWORK)),
  );
  return { calls: calls?.calls ?? [], texts: texts?.texts ?? [] };
}

/** `answer`, `hang_up` or `press` (with the keys) in a call. Answers once the call waits again. */
export function actInCall(id, act, digits) {
  const body = digits === undefined ? {} : { digits };
  return request("POST", `/calls/${encodeURIComponent(id)}/${act}`, body, NETWORK);
}

/** Somebody calls the number that couriers are called from. */
export function callUs(waId) {
  return request("POST", "/calls", { phone: waId }, NETWORK);
}

/** Listens to the telephone network. `onChange` gets a `wa_id`, or null when anything changed. */
export function subscribeTelephone(onChange) {
  const source = new EventSource(`${NETWORK}/events`);
  source.addEventListener("open", () => onChange(null));
  source.addEventListener("message", (event) => onChange(parsed(event.data)?.wa_id || null));
  return source;
}
