import { RandomStream } from "../src/random.ts";
import { type Arrays, array } from "./steps-of.ts";

const numbers = new RandomStream(1, "stages test");
const draw = (shape: readonly number[]) =>
  array(
    shape,
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => Math.fround(numbers.normal())),
  );
const drawAll = (): Arrays => ({
  "0.dense/kernel": draw([3, 2]),
  "0.dense/bias": draw([2]),
  "1.dense/kernel": draw([2, 2]),
});

/** The initial parameters of a small network. */
export const start = drawAll();
/** Their gradients, step by step. */
export const gradients = Array.from({ length: 12 }, drawAll);
