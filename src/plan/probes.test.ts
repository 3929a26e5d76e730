import { describe, expect, test } from "vitest";
import { gradients } from "../autodiff/backward.ts";
import { createProgram, type Update } from "../graph/program.ts";
import { input, type Tensor, variable } from "../graph/tensor.ts";
import type { Kernel } from "./kernel.ts";
import { images } from "./lower/images/images.ts";
import { lower } from "./lower/lower.ts";
import { makePlan } from "./make-plan.ts";

/** A step of gradient descent on a convolution, whose padding is cropped, with a mean and a maximum that would be merged. */
function step(probes: (at: { hidden: Tensor; gradient: Tensor; before: Tensor; after: Tensor }) => Tensor[]) {
  const [first, second] = [variable("first", [3, 3, 8, 8]), variable("second", [3, 3, 8, 8])];
  const hidden = input("x", [2, 6, 6, 8]).pad([0, 1, 1, 0], [0, 1, 1, 0]).conv2d(first).sigmoid();
  const loss = hidden.pad([0, 1, 1, 0], [0, 1, 1, 0]).conv2d(second).square().mean();
  const [gradient, dFirst, dSecond] = gradients(loss, [hidden, first, second]);
  const updates: Update[] = [
    { variable: first, value: first.sub(dFirst.mul(0.1)) },
    { variable: second, value: second.sub(dSecond.mul(0.1)) },
  ];
  const outputs = Object.entries(probes({ hidden, gradient, before: first, after: updates[0].value }));
  const named = Object.fromEntries(outputs.map(([i, tensor]) => [`probe ${i}`, tensor]));
  return createProgram({ loss, ...named }, updates, new Set(Object.keys(named)));
}

/** What a kernel computes, without the number and name of what it writes to. */
const form = (kernel: Kernel) =>
  JSON.stringify(kernel, (key, value) => (key === "buffer" || key === "output" ? undefined : value));

describe("probes", () => {
  const plain = () => step(() => []);
  const watched = () =>
    step(({ hidden, gradient, before, after }) => [
      hidden.mean([0, 1, 2]),
      hidden.max([0, 1, 2]),
      hidden.square().sum(),
      gradient.square().sum(),
      after.sub(before).square().sum(),
    ]);

  test("leave every kernel of the step as it is", () => {
    const [without, withThem] = [lower(plain(), {}, images), lower(watched(), {}, images)];
    expect(withThem.kernels.map(form)).toEqual(without.kernels.map(form));
    expect([without.probes, without.newValues.size, withThem.newValues.size]).toEqual([[], 0, 1]);
    expect(withThem.probes.length).toBeGreaterThan(4);
  });

  test("have new values that they read beside the old ones copied last of all", () => {
    const last = makePlan(watched()).phases.at(-1) as Kernel[];
    const written = last.flatMap((kernel) =>
      kernel.kind === "map" ? kernel.stores.map(({ view }) => view.buffer.name) : [],
    );
    expect(written).toContain("first");
  });
});
