import { expect, test } from "vitest";
import { noticeOf, readNotice, type Told } from "./notice";

const NOW = Date.parse("2026-11-28T10:00:00Z");
const told: Told = { title: "Moussa vous attend", body: "…", hash: "#/conversations/c", lang: "fr" };

test("what the page and the push service both tell of rings once", () => {
  const first = noticeOf(told, null, false, NOW);
  expect(first).toMatchObject({ tag: told.hash, renotify: false, silent: false });
  const second = noticeOf(told, first.data, false, NOW + 5_000);
  expect(second).toMatchObject({ tag: told.hash, renotify: false, silent: true });
  // A third one a little later is still of that moment: what was first counts.
  expect(second.data).toEqual(first.data);
});

test("what happens again later rings again, though the former notification still lies there", () => {
  const first = noticeOf(told, null, false, NOW);
  const again = noticeOf(told, first.data, false, NOW + 10 * 60_000);
  expect(again).toMatchObject({ renotify: true, silent: false, data: { at: NOW + 10 * 60_000 } });
});

test("a push is quiet while the seller looks at the page, which rings by itself", () => {
  const push = noticeOf(told, null, true, NOW);
  expect(push).toMatchObject({ renotify: false, silent: true });
  expect(noticeOf(told, push.data, false, NOW + 1_000)).toMatchObject({ renotify: true, silent: false });
  // The other way round.
  const page = noticeOf(told, null, false, NOW);
  expect(noticeOf(told, page.data, true, NOW + 1_000)).toMatchObject({ renotify: false, silent: true });
});

test("only what leads to a screen of the page is a notice", () => {
  expect(readNotice({ ...told, more: 1 })).toEqual(told);
  for (const wrong of [
    null,
    "x",
    {},
    { ...told, hash: "https://evil.example" },
    { ...told, hash: 1 },
    { ...told, title: undefined },
  ])
    expect(readNotice(wrong)).toBeNull();
});
