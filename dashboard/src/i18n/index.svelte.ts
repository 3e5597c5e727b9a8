import { ApiProblem } from "../api/problem";
import { COUNTRIES, isCountry } from "./countries";
import { en } from "./en";
import { Format } from "./format";
import { fr } from "./fr";

export type Words = typeof fr;
export type Plural = (count: number, forms: { one: string; other: string }) => string;
export type Language = "fr" | "en";

const KEY = "fluxasync.language";

/** The language of the page and the clock of the shop: `i18n.t` has the words, `i18n.format` the rest. */
class I18n {
  #language = $state<Language>("fr");
  #zone = $state<string>(COUNTRIES.CI.zone);
  readonly t: Words = $derived(this.#language === "fr" ? fr : en);
  readonly format: Format = $derived(new Format(this.t.locale, this.#zone, this.t.days));
  /** To hand to the words that count. */
  readonly plural: Plural = (count, forms) => this.format.plural(count, forms);

  get language(): Language {
    return this.#language;
  }

  /** Takes the language chosen before; nobody's browser setting makes the page English. */
  start(): void {
    this.#language = localStorage.getItem(KEY) === "en" ? "en" : "fr";
    document.documentElement.lang = this.#language;
  }

  use(language: Language): void {
    this.#language = language;
    localStorage.setItem(KEY, language);
    document.documentElement.lang = language;
  }

  useCountry(country: string): void {
    if (isCountry(country)) this.#zone = COUNTRIES[country].zone;
  }

  /** What to say of a problem: the API's own French sentence, or ours. */
  problem(problem: ApiProblem): string {
    const { problem: words } = this.t;
    const known = this.#knownProblem(problem.code);
    if (known) return known;
    if (problem.detail) return problem.detail;
    if (problem.status === 0) return words.offline;
    if (problem.status === 429) return words.tooMany;
    return problem.status >= 500 ? words.server : words.refused;
  }

  #knownProblem(code: string): string | undefined {
    const { problem: words, app } = this.t;
    switch (code) {
      case "offline":
      case "timeout":
      case "signed_out":
      case "challenge":
        return words[code];
      case "config":
        return app.noConfig;
      // Cognito: user pools API reference, the errors of each action.
      case "NotAuthorizedException":
      case "UserNotFoundException":
        return words.credentials;
      case "CodeMismatchException":
        return words.code;
      case "ExpiredCodeException":
        return words.codeExpired;
      case "InvalidPasswordException":
        return words.password;
      case "TooManyRequestsException":
      case "LimitExceededException":
      case "TooManyFailedAttemptsException":
        return words.tooMany;
      default:
        return undefined;
    }
  }
}

export const i18n = new I18n();
