import { ApiProblem, type FieldError } from "../../api/problem";

/** What the page itself finds wrong with a form, put to its fields as the API's own refusals are. */
export function refusals(errors: readonly FieldError[]): ApiProblem {
  return new ApiProblem(422, "invalid", "", errors);
}

export function refusal(field: string, message: string): ApiProblem {
  return refusals([{ field, message }]);
}
