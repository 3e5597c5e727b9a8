// Talks to Cognito and to the HTTP API. The ID token lives in memory and in sessionStorage, so it
// outlives a reload and the trip to Facebook but not the tab.

const TOKEN = "fluxasync.id_token";
const EMAIL = "fluxasync.email";

let config = null;
let token = sessionStorage.getItem(TOKEN);
let onSignedOut = () => {};

/** A refused request: `errors` is a list of `{field, message}`; `status` is 0 without an answer. */
export class Problem extends Error {
  constructor(status, message, { errors = [], code = "" } = {}) {
    super(message);
    this.name = "Problem";
    this.status = status;
    this.errors = errors;
    this.code = code;
  }
}

/** Reads where everything is; `signedOut` is called when the API no longer takes the token. */
export async function configure(signedOut) {
  onSignedOut = signedOut;
  const response = await answer("config.json", { cache: "no-store" });
  if (!response.ok) throw new Problem(response.status, "La configuration du tableau de bord est introuvable.");
  config = await response.json();
  const missing = ["http_api", "cognito_endpoint", "user_pool_client_id"].filter((name) => !config[name]);
  if (missing.length > 0) throw new Problem(0, `config.json ne dit pas : ${missing.join(", ")}.`);
  return config;
}

async function answer(url, options) {
  try {
    return await fetch(url, options);
  } catch {
    throw new Problem(0, "Connexion impossible. Vérifiez votre réseau.");
  }
}

async function bodyOf(response) {
  const text = await response.text();
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

/** True while there is a token that has not ended. */
export function isSignedIn() {
  return Boolean(token) && expiry(token) > Date.now();
}

/** The e-mail address last signed in with, in this tab. */
export function lastEmail() {
  return sessionStorage.getItem(EMAIL) ?? "";
}

function expiry(jwt) {
  try {
    const payload = jwt.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
    return JSON.parse(atob(payload)).exp * 1000;
  } catch {
    return 0;
  }
}

/** Forgets the token. */
export function signOut() {
  token = null;
  sessionStorage.removeItem(TOKEN);
}

// Source: AWS, Amazon Cognito user pools API reference, "Common Errors" of each action.
const COGNITO_ERRORS = {
  NotAuthorizedException: "Adresse e-mail ou mot de passe incorrect.",
  UserNotFoundException: "Adresse e-mail ou mot de passe incorrect.",
  UserNotConfirmedException: "Confirmez d’abord votre adresse e-mail.",
  PasswordResetRequiredException: "Un nouveau mot de passe est nécessaire : contactez-nous.",
  CodeMismatchException: "Ce code n’est pas le bon.",
  ExpiredCodeException: "Ce code a expiré : demandez-en un autre.",
  TooManyRequestsException: "Trop d’essais : patientez un peu.",
  LimitExceededException: "Trop d’essais : patientez un peu.",
  TooManyFailedAttemptsException: "Trop d’essais : patientez un peu.",
};

async function cognito(action, input) {
  const response = await answer(config.cognito_endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSCognitoIdentityProviderService.${action}`,
    },
    body: JSON.stringify({ ClientId: config.user_pool_client_id, ...input }),
  });
  const data = await bodyOf(response);
  if (response.ok) return data;
  const code = String(data?.__type ?? "").split("#").pop();
  throw new Problem(response.status, COGNITO_ERRORS[code] ?? "La connexion n’a pas abouti. Réessayez.", { code });
}

/** Signs in; a problem of code `UserNotConfirmedException` asks for the code sent by e-mail. */
export async function signIn(email, password) {
  const username = email.trim().toLowerCase();
  const data = await cognito("InitiateAuth", {
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: username, PASSWORD: password },
  });
  const idToken = data?.AuthenticationResult?.IdToken;
  if (!idToken) throw new Problem(400, "Ce compte demande une étape que cette page ne connaît pas.");
  token = idToken;
  sessionStorage.setItem(TOKEN, idToken);
  sessionStorage.setItem(EMAIL, username);
}

/** Confirms an address with the code sent to it. */
export function confirmSignUp(email, code) {
  return cognito("ConfirmSignUp", { Username: email.trim().toLowerCase(), ConfirmationCode: code.trim() });
}

/** Sends the code again. */
export function resendCode(email) {
  return cognito("ResendConfirmationCode", { Username: email.trim().toLowerCase() });
}

/** A key for one intention: sent again with a retry, so that it takes effect once. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function request(method, path, { body, key, open = false } = {}) {
  const headers = { accept: "application/json" };
  if (!open && token) headers.authorization = `Bearer ${token}`;
  if (body !== undefined) headers["content-type"] = "application/json";
  if (key) headers["idempotency-key"] = key;
  const response = await answer(`${config.http_api.replace(/\/$/u, "")}${path}`, {
    method, headers, body: body === undefined ? undefined : JSON.stringify(body),
  });
  const data = await bodyOf(response);
  if (response.ok) return data;
  if (response.status === 401 && !open) {
    signOut();
    onSignedOut();
    throw new Problem(401, "Votre session est terminée : reconnectez-vous.");
  }
  throw new Problem(response.status, messageOf(response.status, data), { errors: data?.errors ?? [], code: data?.code ?? "" });
}

function messageOf(status, data) {
  if (data?.detail) return data.detail;
  if (data?.title && status < 500) return data.title;
  return status >= 500 ? "Le service a un souci. Réessayez dans un instant." : `La demande a été refusée (${status}).`;
}

/** Reads. */
export const get = (path) => request("GET", path);

/** Creates or asks; every call is one intention unless the caller passes the key of an earlier one. */
export const post = (path, body = {}, key = newKey()) => request("POST", path, { body, key });

/** Changes some fields. */
export const patch = (path, body) => request("PATCH", path, { body });

/** Removes. */
export const remove = (path) => request("DELETE", path);

/** Registers a seller; needs no token. */
export const signUp = (form) => request("POST", "/signup", { body: form, open: true });

/** The first `count` pages of a list, as `{items, cursor}`; the cursor leads to the page after. */
export async function pages(path, count, from = null) {
  const items = [];
  let cursor = from;
  for (let read = 0; read < count; read += 1) {
    const data = await get(cursor ? `${path}?cursor=${encodeURIComponent(cursor)}` : path);
    items.push(...(data?.items ?? []));
    cursor = data?.cursor ?? null;
    if (!cursor) break;
  }
  return { items, cursor };
}
