// What a screen may do to the sign-in itself.

import { getContext, setContext } from "svelte";

export interface Account {
  /** Signs out, here or on all devices. */
  leave(everywhere: boolean): void;
}

const KEY = Symbol("account");

export function provideAccount(account: Account): void {
  setContext(KEY, account);
}

export function useAccount(): Account {
  return getContext<Account>(KEY);
}
