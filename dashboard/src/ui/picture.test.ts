import { expect, test } from "vitest";
import { fitted, isFit, isTooSmall, LOGO, PHOTO } from "./picture";

test("a picture keeps its shape, and goes as it is only when the API would take it", () => {
  expect(fitted({ width: 4000, height: 3000 }, 800)).toEqual({ width: 800, height: 600 });
  expect(fitted({ width: 300, height: 100 }, 800)).toEqual({ width: 300, height: 100 });
  const png = { type: "image/png", size: 1000 };
  expect(isFit(png, { width: 2000, height: 16 }, LOGO)).toBe(true);
  expect(isFit({ ...png, type: "image/webp" }, { width: 100, height: 100 }, LOGO)).toBe(false);
  expect(isFit({ ...png, size: 307_201 }, { width: 100, height: 100 }, LOGO)).toBe(false);
  expect(isFit(png, { width: 2001, height: 100 }, LOGO)).toBe(false);
  expect(isFit({ type: "image/jpeg", size: 1000 }, { width: 100, height: 100 }, PHOTO)).toBe(false);
  expect([isTooSmall({ width: 15, height: 400 }), isTooSmall({ width: 16, height: 16 })]).toEqual([
    true,
    false,
  ]);
});
