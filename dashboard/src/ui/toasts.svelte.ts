import { type ApiProblem, asProblem } from "../api/problem";
import { i18n } from "../i18n/index.svelte";

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly action?: { readonly label: string; run(): void } | undefined;
}

// Long enough to be read twice; one with a button stays until it is answered.
const SHOWN_MS = 6_000;

let count = 0;
export const toasts = $state<{ list: Toast[] }>({ list: [] });

/** Says something in passing, to eyes and ears. What must not be missed is a Notice in the page. */
export function toast(text: string, action?: Toast["action"]): void {
  count += 1;
  const id = count;
  toasts.list = [...toasts.list.slice(-2), { id, text, action }];
  if (!action) setTimeout(() => dismiss(id), SHOWN_MS);
}

/** Says why something did not work. */
export function toastProblem(error: unknown): void {
  const problem: ApiProblem = asProblem(error);
  toast(i18n.problem(problem));
}

export function dismiss(id: number): void {
  toasts.list = toasts.list.filter((one) => one.id !== id);
}
