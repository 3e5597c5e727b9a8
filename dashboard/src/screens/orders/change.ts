// What a seller corrects in an order: a draft of it, and what of the draft differs.

import type { Schemas } from "../../api/types";
import type { Order, Product } from "../../data/shop.svelte";

export interface DraftLine {
  readonly product_id: string;
  readonly variant_id: string;
  readonly name: string;
  quantity: number;
}

export interface Draft {
  lines: DraftLine[];
  city: string;
  commune: string;
  quarter: string;
  landmark: string;
  phone: string;
  /** Somebody else than who ordered receives it. */
  hasRecipient: boolean;
  recipientName: string;
  recipientPhone: string;
  payer: string;
}

/** The most the API takes of one thing. */
export const QUANTITY_MAX = 50;

export function draftOf(order: Order): Draft {
  const { city, commune, quarter, landmark } = order.address;
  return {
    lines: order.lines.map(({ product_id, variant_id, name, quantity }) => ({
      product_id,
      variant_id,
      name,
      quantity,
    })),
    city,
    commune,
    quarter,
    landmark,
    phone: order.contact.phone,
    hasRecipient: order.recipient !== null,
    recipientName: order.recipient?.name ?? "",
    recipientPhone: order.recipient?.phone ?? "",
    payer: order.payer ?? "",
  };
}

const same = (one: { product_id: string; variant_id: string }) => (other: typeof one) =>
  one.product_id === other.product_id && one.variant_id === other.variant_id;

/** The fields that differ, as the API takes them; nothing of what was left as it was. */
export function changeOf(order: Order, draft: Draft): Schemas["OrderChange"] {
  const change: Schemas["OrderChange"] = {};
  const lines = draft.lines
    .filter((line) => line.quantity !== (order.lines.find(same(line))?.quantity ?? 0))
    .map(({ product_id, variant_id, quantity }) => ({ product_id, variant_id, quantity }));
  if (lines.length > 0) change.lines = lines;
  const address: NonNullable<Schemas["OrderChange"]["address"]> = {};
  for (const part of ["city", "commune", "quarter", "landmark"] as const) {
    if (draft[part].trim() !== order.address[part]) address[part] = draft[part].trim();
  }
  if (Object.keys(address).length > 0) change.address = address;
  if (digits(draft.phone) !== digits(order.contact.phone)) change.contact_phone = draft.phone.trim();
  if (!draft.hasRecipient) {
    if (order.recipient) change.recipient = null;
  } else {
    const recipient = { name: draft.recipientName.trim(), phone: draft.recipientPhone.trim() };
    const isNew =
      recipient.name !== order.recipient?.name || digits(recipient.phone) !== digits(order.recipient.phone);
    if (isNew) change.recipient = recipient;
  }
  const payer = draft.payer.trim();
  if (payer !== (order.payer ?? "")) change.payer = payer === "" ? null : payer;
  return change;
}

/** The field of the API that a line of the draft was sent as: it only names those that differ. */
export function fieldOfLine(change: Schemas["OrderChange"], line: DraftLine): string | undefined {
  const index = (change.lines ?? []).findIndex(
    ({ product_id, variant_id }) => product_id === line.product_id && variant_id === line.variant_id,
  );
  return index === -1 ? undefined : `lines[${index}]`;
}

export interface Addable {
  readonly key: string;
  readonly line: DraftLine;
}

/** What can still be added: on sale, in stock, and not in the draft. */
export function addable(products: readonly Product[], lines: readonly DraftLine[]): Addable[] {
  return products
    .filter(({ on_sale }) => on_sale)
    .flatMap(({ id, name, variants }) =>
      variants
        .filter(({ available }) => available > 0)
        .map((variant) => ({
          key: `${id}/${variant.id}`,
          line: {
            product_id: id,
            variant_id: variant.id,
            name: variant.label ? `${name} ${variant.label}` : name,
            quantity: 1,
          },
        })),
    )
    .filter(({ line }) => !lines.some(same(line)));
}

function digits(phone: string): string {
  return phone.replace(/\D/gu, "");
}
