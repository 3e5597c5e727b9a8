// A sale as its people live it, each on a phone.

import { scriptSale } from "./model.ts";
import { Phone, wordsOf } from "./phone.ts";
import type { Seller } from "./seller.ts";

/** What one pair of Air Max to Cocody comes to. */
export const TOTAL = /46\s500/u;

/** The prospect asks for it, and is shown the recap. */
export async function recapitulated(seller: Seller, prospect: Phone): Promise<void> {
  await scriptSale(seller);
  await prospect.say("Je veux les Air Max en 42, livrées à Cocody");
  await prospect.hears("Vous confirmez ?");
}

export async function confirmed(prospect: Phone): Promise<void> {
  await prospect.taps("Confirmer");
  await prospect.hears("bien notée");
}

/** The courier takes it; the four digits that the prospect gets for the door. */
export async function accepted(courier: Phone, prospect: Phone): Promise<string> {
  await courier.taps("Accepter");
  const told = wordsOf(await prospect.hears("code de livraison : *"));
  return /livraison : \*(\d{4})/u.exec(told)?.[1] ?? "";
}

export async function pickedUp(courier: Phone, prospect: Phone): Promise<void> {
  await courier.taps("Récupéré");
  await prospect.hears("a récupéré votre colis");
}

/** The door, with the code and the cash. */
export async function handedOver(courier: Phone, prospect: Phone, code: string): Promise<void> {
  await courier.taps("Livré");
  await courier.say(code);
  await courier.taps("46 500");
  await prospect.hears("est livrée");
}
