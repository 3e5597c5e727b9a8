import { describe, expect, test } from "vitest";
import type { Product } from "../../data/shop.svelte";
import { anOrder } from "../deliveries/example";
import { addable, changeOf, draftOf, fieldOfLine } from "./change";

const order = anOrder({ recipient: { name: "Jean", phone: "+2250102030405" }, payer: "Yao" });
const francs = { amount: 15_000, currency: "XOF" } as const;

describe("a correction names only what differs", () => {
  test("nothing, when nothing does", () => {
    expect(changeOf(order, draftOf(order))).toEqual({});
    // The same number, as people write it.
    expect(changeOf(order, { ...draftOf(order), phone: "+225 07 01 02 03 04" })).toEqual({});
    expect(changeOf(order, { ...draftOf(order), landmark: " derrière la pharmacie " })).toEqual({});
  });

  test("lines: quantities, those taken out, those added", () => {
    const draft = draftOf(anOrder());
    draft.lines[0]!.quantity = 0;
    draft.lines.push({ product_id: "prd_2", variant_id: "m", name: "Robe M", quantity: 2 });
    const change = changeOf(anOrder(), draft);
    expect(change).toEqual({
      lines: [
        { product_id: "prd_1", variant_id: "42", quantity: 0 },
        { product_id: "prd_2", variant_id: "m", quantity: 2 },
      ],
    });
    expect(fieldOfLine(change, draft.lines[1]!)).toBe("lines[1]");
  });

  test("a line that was added and taken out again is not sent", () => {
    const draft = draftOf(anOrder());
    draft.lines.push({ product_id: "prd_2", variant_id: "m", name: "Robe M", quantity: 0 });
    const change = changeOf(anOrder(), draft);
    expect(change).toEqual({});
    expect(fieldOfLine(change, draft.lines[1]!)).toBeUndefined();
  });

  test("the place and the people", () => {
    const draft = { ...draftOf(order), commune: "Marcory", hasRecipient: false, payer: "" };
    expect(changeOf(order, draft)).toEqual({ address: { commune: "Marcory" }, recipient: null, payer: null });
    const other = {
      ...draftOf(anOrder()),
      hasRecipient: true,
      recipientName: "Ali",
      recipientPhone: "0102030405",
    };
    expect(changeOf(anOrder(), other)).toEqual({ recipient: { name: "Ali", phone: "0102030405" } });
    expect(changeOf(order, { ...draftOf(order), recipientName: "Jeanne" })).toEqual({
      recipient: { name: "Jeanne", phone: "+2250102030405" },
    });
  });
});

test("only what is on sale, in stock and not there yet can be added", () => {
  const product = (id: string, on_sale: boolean): Product => ({
    id,
    name: "Air Max",
    description: "",
    price: francs,
    floor_price: null,
    retailer_id: null,
    photo: null,
    on_sale,
    stock: 1,
    variants: [
      { id: "42", label: "42", price: francs, available: 1, stock: 1 },
      { id: "43", label: "43", price: francs, available: 0, stock: 0 },
    ],
  });
  const products = [product("prd_1", true), product("prd_2", true), product("prd_3", false)];
  const found = addable(products, draftOf(anOrder()).lines);
  expect(found.map(({ key }) => key)).toEqual(["prd_2/42"]);
  expect(found[0]?.line).toEqual({ product_id: "prd_2", variant_id: "42", name: "Air Max 42", quantity: 1 });
});
