import type { components } from "./schema";

export type FieldError = NonNullable<components["schemas"]["Problem"]["errors"]>[number];

/** What went wrong with a request: the API's problem+json, Cognito's refusal, or no answer at all. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";

  constructor(
    /** 0 when nothing answered. */
    readonly status: number,
    /** A stable word: the API's `code`, Cognito's exception, or `offline`, `timeout`, `unreadable`, `signed_out`. */
    readonly code: string,
    /** French, for people; empty when it is the page that has to find the words (`i18n.problem`). */
    readonly detail = "",
    readonly errors: readonly FieldError[] = [],
  ) {
    super(detail || code);
  }

  /** No answer came: the request may have had its effect, and trying again can succeed. */
  get isNetwork(): boolean {
    return this.status === 0 && this.code !== "signed_out";
  }

  /** The message for one field of a form, if it is among those to correct. */
  of(field: string): string | undefined {
    return this.errors.find((error) => error.field === field)?.message;
  }
}

/** Whatever was thrown, as a problem. */
export function asProblem(error: unknown): ApiProblem {
  return error instanceof ApiProblem ? error : new ApiProblem(0, "unreadable");
}

/** Reads the answer of a refused request. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  try {
    const body = (await response.json()) as Partial<components["schemas"]["Problem"]>;
    return new ApiProblem(response.status, body.code ?? "", body.detail ?? "", body.errors ?? []);
  } catch {
    return new ApiProblem(response.status, "");
  }
}
