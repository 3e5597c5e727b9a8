import { expect, test, vi } from "vitest";
import type { ApiProblem } from "../../api/problem";
import { everything } from "../../data/everything";
import { communesOf, zoneBody } from "../zones/zone";
import { folded, found } from "./search";

test("what is searched for is found without case, accents and order", () => {
  const items = ["Robe wax Akissi", "Sac à main Cocody", "Pochette d’été"];
  const search = (typed: string) => found(items, typed, (item) => item);
  expect(search("  akiSSI robe ")).toEqual(["Robe wax Akissi"]);
  expect(search("ete")).toEqual(["Pochette d’été"]);
  expect(search("a main zz")).toEqual([]);
  expect(search(" ")).toBe(items);
  expect(folded("  Été   d’Abidjan ")).toBe("ete d abidjan");
});

test("all pages are read, each once, in their order", async () => {
  const asked: (string | null)[] = [];
  const page = async (cursor: string | null) => {
    asked.push(cursor);
    return cursor === null
      ? { items: [{ id: "1" }], cursor: "1" }
      : { items: [{ id: "2" }], cursor: cursor === "1" ? "2" : null };
  };
  expect(await everything(page)).toEqual({ items: [{ id: "1" }, { id: "2" }, { id: "2" }], cursor: null });
  expect(asked).toEqual([null, "1", "2"]);
});

test("communes are what stands between commas and lines, each once", () => {
  expect(communesOf(" Angré, Riviera\nDeux Plateaux ; Angré,,")).toEqual([
    "Angré",
    "Riviera",
    "Deux Plateaux",
  ]);
});

test("a fee that is no amount is refused at its field, free delivery is not", () => {
  const form = { name: "Cocody", communes: [], fee: 0 };
  expect(zoneBody(form, "amount")).toEqual(form);
  for (const fee of [null, Number.NaN]) {
    let thrown: unknown;
    try {
      zoneBody({ ...form, fee }, "amount");
    } catch (error) {
      thrown = error;
    }
    expect((thrown as ApiProblem).of("fee")).toBe("amount");
  }
});

test("the address of an import is no id, and a place without a screen is not linked to", async () => {
  vi.stubGlobal("location", { hash: "" });
  vi.stubGlobal("addEventListener", () => undefined);
  const { isKnown, routes } = await import("../../shell/routes");
  const { match } = await import("../../shell/router.svelte");
  const first = (path: string) => routes.find((route) => match(route.path, path))?.path;
  expect([first("/zones"), first("/zones/import"), first("/zones/zon_1")]).toEqual([
    "/zones",
    "/zones/import",
    "/zones/:id",
  ]);
  expect([isKnown("/couriers/cou_1"), isKnown("/nowhere")]).toEqual([true, false]);
  const parents = routes.flatMap(({ parent }) => parent ?? []);
  expect(parents.every((parent) => isKnown(parent))).toBe(true);
});
