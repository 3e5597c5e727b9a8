import { expect, test } from "vitest";
import { ApiProblem } from "../api/problem";
import { Awaited } from "./awaited.svelte";

function stage() {
  const shown = { status: "assigned" };
  let late = () => {};
  const awaited = new Awaited(
    () => shown,
    (_ms, call) => {
      late = call;
      return () => {};
    },
  );
  return { shown, awaited, passTime: () => late() };
}

test("what was asked is pending until what is shown has changed", async () => {
  const { shown, awaited, passTime } = stage();
  await awaited.ask({ kind: "undo" }, () => Promise.resolve());
  expect(awaited.isPending).toBe(true);
  passTime();
  expect(awaited.isLate).toBe(true);
  shown.status = "offered";
  expect(awaited.isPending).toBe(false);
});

test("nothing is late once it is done", async () => {
  const { shown, awaited, passTime } = stage();
  await awaited.ask({ kind: "undo" }, () => Promise.resolve());
  shown.status = "offered";
  passTime();
  expect(awaited.isLate).toBe(false);
});

test("a lost answer is asked for again under its key, a refusal and a success are not", async () => {
  const { awaited } = stage();
  const keys: string[] = [];
  const answers = [new ApiProblem(0, "timeout"), new ApiProblem(409, "order_over"), null, null];
  for (const answer of answers) {
    const asked = awaited.ask({ kind: "undo" }, (key) => {
      keys.push(key);
      return answer ? Promise.reject(answer) : Promise.resolve();
    });
    if (answer) await expect(asked).rejects.toBe(answer);
    else await asked;
  }
  expect(keys[1]).toBe(keys[0]);
  expect(new Set(keys).size).toBe(3);
});

test("a failed request leaves nothing pending, and a second tap sends nothing", async () => {
  const { awaited } = stage();
  await expect(awaited.ask({}, () => Promise.reject(new ApiProblem(0, "offline")))).rejects.toThrow();
  expect(awaited.isPending).toBe(false);
  let sent = 0;
  let answer = () => {};
  const send = () => {
    sent += 1;
    return new Promise<void>((resolve) => (answer = resolve));
  };
  const first = awaited.ask({}, send);
  await awaited.ask({}, send);
  answer();
  await first;
  expect(sent).toBe(1);
});
