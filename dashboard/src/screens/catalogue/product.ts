// What is typed of a product, and what of it is sent.

import type { Schemas } from "../../api/types";
import type { Product } from "../../data/shop.svelte";
import { folded } from "../shop/search";
import { refusals } from "../shop/refusal";

export interface VariantFields {
  /** For the page alone: which line of the form it is. */
  key: number;
  label: string;
  stock: number | null;
  /** Null follows the product's price. */
  price: number | null;
}

export interface ProductFields {
  name: string;
  description: string;
  price: number | null;
  haggles: boolean;
  floor: number | null;
  onSale: boolean;
  retailer: string;
  /** Of a product without variants. */
  stock: number | null;
  variants: VariantFields[];
}

export interface ProductWords {
  amount: string;
  whole: string;
  floorTooHigh: string;
  variantNeeded: string;
  variantTwice: string;
}

/** A product of one unnamed variant has none for the seller. */
export function isPlain(product: Product): boolean {
  return product.variants.every(({ label }) => label === "");
}

export function fieldsOf(product: Product | null): ProductFields {
  const price = product?.price.amount ?? null;
  const variants = product && !isPlain(product) ? product.variants : [];
  return {
    name: product?.name ?? "",
    description: product?.description ?? "",
    price,
    haggles: product?.floor_price != null,
    floor: product?.floor_price?.amount ?? null,
    onSale: product?.on_sale ?? true,
    retailer: product?.retailer_id ?? "",
    stock: product ? product.stock : null,
    variants: variants.map((variant, key) => ({
      key,
      label: variant.label,
      stock: variant.available,
      price: variant.price.amount === price ? null : variant.price.amount,
    })),
  };
}

/**
 * What is sent: everything of a new product, of another what was changed. Stock that was not touched
 * is left out, since orders may be taking from it at this moment.
 */
export function productBody(
  fields: ProductFields,
  before: Product | null,
  words: ProductWords,
): Schemas["ProductChange"] {
  check(fields, words);
  const was = fieldsOf(before);
  const price = fields.price ?? 0;
  const body: Schemas["ProductChange"] = {};
  if (!before || fields.name !== was.name) body.name = fields.name;
  if (!before || price !== was.price) body.price = price;
  if (!before || fields.description !== was.description) body.description = fields.description;
  if (!before || fields.onSale !== was.onSale) body.on_sale = fields.onSale;
  if (fields.retailer !== was.retailer) body.retailer_id = fields.retailer;
  const floor = fields.haggles ? (fields.floor ?? 0) : 0;
  if (floor !== (was.haggles ? was.floor : 0)) body.floor_price = floor;
  if (fields.variants.length === 0) {
    if (was.variants.length > 0) body.variants = [{ label: "", stock: fields.stock ?? 0 }];
    else if (!before || fields.stock !== was.stock) body.stock = fields.stock ?? 0;
  } else if (!isSame(fields.variants, was.variants)) {
    body.variants = fields.variants.map((variant) => variantBody(variant, was.variants, price));
  }
  return body;
}

/** All variants of a product, with the stock of those that were counted anew. */
export function stockBody(product: Product, counted: ReadonlyMap<string, number>): Schemas["ProductChange"] {
  const [only] = product.variants;
  if (product.variants.length === 1 && only) {
    const stock = counted.get(only.id);
    return stock === undefined ? {} : { stock };
  }
  return {
    variants: product.variants.map(({ id, label, price }) => {
      const stock = counted.get(id);
      return { label, price: price.amount, ...(stock === undefined ? {} : { stock }) };
    }),
  };
}

/** Labels typed between commas, without those that are there already. */
export function labelsOf(typed: string, there: readonly { label: string }[]): string[] {
  const known = new Set(there.map(({ label }) => folded(label)));
  const labels: string[] = [];
  for (const part of typed.split(/[,;\n]/u)) {
    const label = part.trim();
    if (label === "" || known.has(folded(label))) continue;
    known.add(folded(label));
    labels.push(label);
  }
  return labels;
}

function variantBody({ label, stock, price }: VariantFields, was: readonly VariantFields[], usual: number) {
  // By its name: under another one it is another variant, which begins with what is said here.
  const same = was.find((one) => one.label === label);
  const isCounted = !same || same.stock !== stock;
  return { label, price: price ?? usual, ...(isCounted ? { stock: stock ?? 0 } : {}) };
}

function isSame(variants: readonly VariantFields[], was: readonly VariantFields[]): boolean {
  const plain = (list: readonly VariantFields[]) =>
    JSON.stringify(list.map(({ label, stock, price }) => [label, stock, price]));
  return plain(variants) === plain(was);
}

function check(fields: ProductFields, words: ProductWords): void {
  const errors: { field: string; message: string }[] = [];
  const refuse = (field: string, message: string) => errors.push({ field, message });
  if (fields.price === null || Number.isNaN(fields.price)) refuse("price", words.amount);
  if (fields.haggles) {
    if (!fields.floor) refuse("floor_price", words.amount);
    else if (fields.price !== null && fields.floor > fields.price) refuse("floor_price", words.floorTooHigh);
  }
  if (Number.isNaN(fields.stock)) refuse("stock", words.whole);
  const seen = new Set<string>();
  fields.variants.forEach(({ label, stock, price }, index) => {
    const name = folded(label);
    if (name === "" && fields.variants.length > 1) refuse(`variants[${index}].label`, words.variantNeeded);
    else if (seen.has(name)) refuse(`variants[${index}].label`, words.variantTwice);
    seen.add(name);
    if (Number.isNaN(stock)) refuse(`variants[${index}].stock`, words.whole);
    if (Number.isNaN(price)) refuse(`variants[${index}].price`, words.amount);
  });
  if (errors.length > 0) throw refusals(errors);
}
