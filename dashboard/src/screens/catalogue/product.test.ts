import { expect, test } from "vitest";
import type { ApiProblem } from "../../api/problem";
import type { Product } from "../../data/shop.svelte";
import { fieldsOf, labelsOf, productBody, stockBody } from "./product";

const words = {
  amount: "amount",
  whole: "whole",
  floorTooHigh: "too high",
  variantNeeded: "needed",
  variantTwice: "twice",
};
const money = (amount: number) => ({ amount, currency: "XOF" as const });
const variant = (label: string, stock: number, price = 25_000) => ({
  id: label.toLowerCase() || "unique",
  label,
  price: money(price),
  available: stock,
  stock,
});
const shoe: Product = {
  id: "prd_1",
  photo: null,
  name: "Lagune",
  description: "",
  price: money(25_000),
  floor_price: money(22_000),
  retailer_id: null,
  on_sale: true,
  stock: 9,
  variants: [variant("41", 5), variant("42", 4, 27_000)],
};
const bag: Product = { ...shoe, id: "prd_2", floor_price: null, stock: 3, variants: [variant("", 3)] };

test("nothing changed is nothing sent", () => {
  expect(productBody(fieldsOf(shoe), shoe, words)).toEqual({});
  expect(productBody(fieldsOf(bag), bag, words)).toEqual({});
});

test("a new product is sent whole, without variants or with them", () => {
  const fields = { ...fieldsOf(null), name: "Sac", price: 18_500, stock: 6 };
  expect(productBody(fields, null, words)).toEqual({
    name: "Sac",
    price: 18_500,
    description: "",
    on_sale: true,
    stock: 6,
  });
  const variants = [{ key: 0, label: "Rouge", stock: null, price: null }];
  expect(productBody({ ...fields, variants }, null, words).variants).toEqual([
    { label: "Rouge", stock: 0, price: 18_500 },
  ]);
});

test("stock that nobody touched is not written over what orders took meanwhile", () => {
  const fields = fieldsOf(shoe);
  fields.variants = fields.variants.map((one) => (one.label === "41" ? { ...one, stock: 8 } : one));
  expect(productBody(fields, shoe, words)).toEqual({
    variants: [
      { label: "41", price: 25_000, stock: 8 },
      { label: "42", price: 27_000 },
    ],
  });
});

test("a variant under another name begins with the stock that stands beside it", () => {
  const fields = fieldsOf(shoe);
  fields.variants = fields.variants.map((one) => (one.label === "41" ? { ...one, label: "41 noir" } : one));
  expect(productBody(fields, shoe, words).variants?.[0]).toEqual({
    label: "41 noir",
    price: 25_000,
    stock: 5,
  });
});

test("a new price goes alone, since variants without one of their own follow it", () => {
  const fields = { ...fieldsOf(shoe), price: 24_000 };
  expect(productBody(fields, shoe, words)).toEqual({ price: 24_000 });
  const variants = fields.variants.map((one) => (one.label === "42" ? { ...one, price: null } : one));
  expect(productBody({ ...fields, variants }, shoe, words).variants).toEqual([
    { label: "41", price: 24_000 },
    { label: "42", price: 24_000 },
  ]);
});

test("without haggling the floor goes, without variants one stock is left", () => {
  expect(productBody({ ...fieldsOf(shoe), haggles: false }, shoe, words)).toEqual({ floor_price: 0 });
  expect(productBody({ ...fieldsOf(shoe), variants: [], stock: 7 }, shoe, words).variants).toEqual([
    { label: "", stock: 7 },
  ]);
});

test("what cannot be is named at its field before anything is sent", () => {
  const fields = {
    ...fieldsOf(shoe),
    floor: 26_000,
    variants: [
      { key: 0, label: "M", stock: 1, price: null },
      { key: 1, label: " m ", stock: Number.NaN, price: null },
      { key: 2, label: "", stock: 0, price: Number.NaN },
    ],
  };
  let thrown: unknown;
  try {
    productBody(fields, shoe, words);
  } catch (error) {
    thrown = error;
  }
  expect((thrown as ApiProblem).errors).toEqual([
    { field: "floor_price", message: "too high" },
    { field: "variants[1].label", message: "twice" },
    { field: "variants[1].stock", message: "whole" },
    { field: "variants[2].label", message: "needed" },
    { field: "variants[2].price", message: "amount" },
  ]);
});

test("a count of the shelf sends the counted variants, and names the others without their stock", () => {
  expect(stockBody(shoe, new Map([["42", 0]]))).toEqual({
    variants: [
      { label: "41", price: 25_000 },
      { label: "42", price: 27_000, stock: 0 },
    ],
  });
  expect(stockBody(bag, new Map([["unique", 12]]))).toEqual({ stock: 12 });
});

test("several labels at once are taken once each", () => {
  expect(labelsOf("39, 40,, 41 ;40\n42", [{ label: "41" }])).toEqual(["39", "40", "42"]);
});
