import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { interpret, KernelMemory } from "../../test/interpret-kernels.ts";
import { gradients } from "../autodiff/backward.ts";
import { openDevice } from "../backend/open.ts";
import { createProgram, type Program, type Update } from "../graph/program.ts";
import { withScope } from "../graph/scope.ts";
import { input, type Tensor, variable } from "../graph/tensor.ts";
import type { Layer } from "../model/layer.ts";
import { layerContext } from "../model/layer-context.ts";
import { batchNorm } from "../model/layers/batch-norm.ts";
import { conv2d } from "../model/layers/conv2d.ts";
import { dense } from "../model/layers/dense.ts";
import { dropout } from "../model/layers/dropout.ts";
import { flatten } from "../model/layers/flatten.ts";
import { maxPool2d } from "../model/layers/max-pool2d.ts";
import { relu } from "../model/layers/relu.ts";
import { sequential } from "../model/layers/sequential.ts";
import { crossEntropy } from "../model/losses/cross-entropy.ts";
import { adam } from "../optimize/optimizers/adam.ts";
import { traceUpdate } from "../optimize/step/trace-update.ts";
import { type Buffer, type Kernel, readsOf, withoutSweeps, writesOf } from "./kernel.ts";
import { makePlan } from "./make-plan.ts";
import type { Plan } from "./plan.ts";
import { printPlan } from "./print.ts";

/** A step of training: the loss is given back, parameters, statistics and Adam's moments are updated. */
function trainingStep(layers: readonly Layer[], shape: readonly number[], batch: number): Program {
  const model = sequential(layers).build(shape);
  const variables = Object.fromEntries(
    Object.entries({ ...model.parameters, ...model.state }).map(([name, { shape }]) => [name, variable(name, shape)]),
  );
  const moved: Update[] = [];
  const output = model.forward(
    input("x", [batch, ...shape]),
    layerContext({
      training: true,
      parameters: variables,
      state: variables,
      setState: (name, value) => moved.push({ variable: variables[name], value }),
      key: input("key", [3], "uint32"),
    }),
  );
  const loss = withScope("loss", () => crossEntropy().compute(output, input("y", [batch], "uint8")));
  const params = Object.fromEntries(Object.keys(model.parameters).map((name) => [name, variables[name]]));
  const found = gradients(loss, Object.values(params));
  const grads = Object.fromEntries(Object.keys(params).map((name, i) => [name, found[i]]));
  return createProgram({ loss }, [...traceUpdate(adam(), params, grads).updates, ...moved]);
}

const perceptron = () => trainingStep([dense(3), relu(), dense(2)], [4], 5);
const programs = {
  "a perceptron": perceptron,
  "a network with masks and norms": () =>
    trainingStep([dense(33), batchNorm(), relu(), dropout(0.5), dense(10)], [20], 700),
  "a convolutional network": () =>
    trainingStep(
      [
        conv2d(8, 3, { padding: "same" }),
        batchNorm(),
        relu(),
        maxPool2d(2),
        conv2d(4, 3),
        maxPool2d(3, { stride: 2 }),
        flatten(),
        dense(5),
      ],
      [12, 13, 2],
      6,
    ),
};

describe.each(Object.entries(programs))("the phases of %s", (_, program) => {
  const { phases, layout } = makePlan(program());

  test("do not touch what another kernel of theirs writes", () => {
    for (const kernels of phases)
      for (const one of kernels)
        for (const other of kernels) {
          if (one === other) continue;
          const touched = [...readsOf(other), ...writesOf(other)];
          for (const buffer of writesOf(one)) expect(touched).not.toContain(buffer);
        }
  });

  test("read only what was written before", () => {
    const written = new Set<Buffer>();
    for (const unit of phases.flat())
      for (const kernel of withoutSweeps([unit])) {
        for (const buffer of readsOf(kernel)) if (buffer.kind === "temporary") expect(written).toContain(buffer);
        for (const buffer of writesOf(kernel)) written.add(buffer);
      }
  });

  test("read no variable after it was overwritten", () => {
    const overwritten = new Set<Buffer>();
    for (const kernels of phases) {
      for (const buffer of kernels.flatMap(readsOf)) expect(overwritten).not.toContain(buffer);
      for (const buffer of kernels.flatMap(writesOf)) if (buffer.kind === "variable") overwritten.add(buffer);
    }
    expect(overwritten.size).toBeGreaterThan(0);
  });

  test("need little more memory than is alive at once", () => {
    expect(layout.bytes).toBeGreaterThanOrEqual(layout.lowerBound);
    expect(layout.bytes).toBeLessThanOrEqual(1.25 * layout.lowerBound);
  });
});

/** Runs a plan with every freedom that it leaves taken: kernels and indices in either order. */
function run({ phases, outputs }: Plan, values: Readonly<Record<string, readonly number[]>>, backwards: boolean) {
  const memory = new KernelMemory();
  const variables = new Map<string, Buffer>();
  for (const buffer of phases.flat().flatMap((kernel) => [...readsOf(kernel), ...writesOf(kernel)]))
    if (buffer.kind === "variable") variables.set(buffer.name, buffer);
  for (const [name, buffer] of variables) memory.set(buffer, values[name]);
  for (const kernels of phases) interpret(backwards ? kernels.toReversed() : kernels, memory, backwards);
  const after = Object.entries(values).map(([name, before]) => {
    const buffer = variables.get(name);
    return [name, buffer === undefined ? [...before] : [...memory.of(buffer)]];
  });
  return {
    ...Object.fromEntries(after),
    ...Object.fromEntries(Object.entries(outputs).map(([name, buffer]) => [name, [...memory.of(buffer)]])),
  };
}

async function runReference(program: Program, values: Readonly<Record<string, readonly number[]>>) {
  const device = await openDevice({ backend: "reference" });
  for (const { attributes, shape } of program.variables)
    await device.create(attributes.name, shape, "float", values[attributes.name]);
  const [fetched] = await (await device.compile(program)).run([{}]);
  const results: Record<string, number[]> = Object.fromEntries(
    Object.entries(values).map(([name, before]) => [name, [...before]]),
  );
  for (const { attributes } of program.variables) results[attributes.name] = [...(await device.read(attributes.name))];
  for (const [name, data] of Object.entries(fetched)) results[name] = [...data];
  return results;
}

describe("updates read the old values of all variables", () => {
  const [a, b, c] = ["a", "b", "c"].map((name) => variable(name, [3, 3]));
  const values = Object.fromEntries(
    ["a", "b", "c"].map((name, i) => [name, Array.from({ length: 9 }, (_, k) => 10 * i + k)]),
  );

  async function expectOldValues(updates: readonly Update[], outputs: Record<string, Tensor> = {}): Promise<void> {
    const program = createProgram(outputs, updates);
    const plan = makePlan(program);
    const expected = await runReference(program, values);
    for (const backwards of [false, true]) expect(run(plan, values, backwards), `${backwards}`).toEqual(expected);
  }

  test.each<[string, Update[]]>([
    [
      "two that change places",
      [
        { variable: a, value: b },
        { variable: b, value: a },
      ],
    ],
    [
      "three that change places",
      [
        { variable: a, value: b },
        { variable: b, value: c },
        { variable: c, value: a },
      ],
    ],
    ["one that is transposed onto itself", [{ variable: a, value: a.transpose() }]],
    ["one that is reversed onto itself", [{ variable: a, value: a.flip([0, 1]) }]],
    ["one that reads its own sum", [{ variable: a, value: a.sub(a.sum()) }]],
    ["one that reads its own row everywhere", [{ variable: a, value: a.add(a.slice([1, 0], [1, 3])) }]],
    [
      "one that another reads after",
      [
        { variable: a, value: a.add(1) },
        { variable: b, value: b.add(a) },
      ],
    ],
    [
      "one that another reads in another order",
      [
        { variable: a, value: a.add(b) },
        { variable: b, value: b.add(a.transpose()) },
      ],
    ],
    [
      "one that numbers the rows of another",
      [
        { variable: a, value: a.mul(0).add(1) },
        { variable: b, value: a.less(1).add(c.gather(a.slice([0, 0], [3, 1]).reshape([3]))) },
      ],
    ],
    [
      "one that numbers rows and is counted up beside",
      [
        { variable: a, value: a.slice([0, 0], [3, 1]).reshape([3]).mul(-1).add(2).broadcastTo([3, 3]) },
        { variable: b, value: a.slice([0, 0], [1, 3]).less(2).add(b) },
      ],
    ],
  ])("%s", async (_, updates) => {
    await expectOldValues(updates);
    await expectOldValues(updates, { before: a.add(b), sum: a.sum([0]) });
    await expectOldValues(updates.toReversed());
  });

  test("but only floats are updated", () => {
    const counts = variable("counts", [3], "uint8");
    expect(() => makePlan(createProgram({}, [{ variable: counts, value: counts.add(1) }]))).toThrow(
      'update of "counts": expected a variable stored as floats, received uint8.',
    );
  });

  test("whatever each is made of", async () => {
    const term = fc.record({ of: fc.nat(2), as: fc.nat(7), by: fc.integer({ min: -3, max: 3 }) });
    const value = fc.array(term, { minLength: 1, maxLength: 3 });
    const views: ((x: Tensor) => Tensor)[] = [
      (x) => x,
      (x) => x.transpose(),
      (x) => x.flip([0]),
      (x) => x.slice([2, 0], [1, 3]).broadcastTo([3, 3]),
      (x) => x.slice([0, 1], [3, 1]).broadcastTo([3, 3]),
      (x) => x.sum([1], true).broadcastTo([3, 3]),
      (x) => x.max([0], true).broadcastTo([3, 3]),
      (x) => x.reshape([9]).flip([0]).reshape([3, 3]),
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 3 }), async (made) => {
        const updates = made.map((terms, i) => ({
          variable: [a, b, c][i],
          value: terms.map(({ of, as, by }) => views[as]([a, b, c][of]).mul(by)).reduce((sum, each) => sum.add(each)),
        }));
        await expectOldValues(updates, { first: updates[0].value.mul(2) });
      }),
      { seed: 17, numRuns: 300 },
    );
  });
});

describe("the text of a plan", () => {
  test("is the same whenever it is made", () => {
    const first = printPlan(makePlan(perceptron()));
    input("something else", [3]).add(1);
    expect(printPlan(makePlan(perceptron()))).toBe(first);
  });

  test("tells every kernel of every phase, and the memory", () => {
    expect(printPlan(makePlan(perceptron()))).toMatchInlineSnapshot(`
      "phase 0
        matmul 1×[5, 4]·[4, 3] input "x"[0,4,1] variable "0.dense/kernel"[0,3,1] → temporary "0.dense matmul 0"
      phase 1
        map [5,3] { t0 = temporary "0.dense matmul 0"[3,1]; t1 = variable "0.dense/bias"[0,1]; t2 = add(t0, t1); t3 = 0; t4 = maximum(t2, t3) } → t4 temporary "1.relu maximum 1"[3,1]
      phase 2
        matmul 1×[5, 3]·[3, 2] temporary "1.relu maximum 1"[0,3,1] variable "2.dense/kernel"[0,2,1] → temporary "2.dense matmul 2"
      phase 3
        reduce [5,Σ2] { t0 = temporary "2.dense matmul 2"[2,1]; t1 = variable "2.dense/bias"[0,1]; t2 = add(t0, t1) } → max t2 temporary "loss max 3"[1,0]
      phase 4
        map [5,2] { t0 = temporary "2.dense matmul 2"[2,1]; t1 = variable "2.dense/bias"[0,1]; t2 = add(t0, t1); t3 = temporary "loss max 3"[1,0]; t4 = sub(t2, t3); t5 = exp(t4) } → t5 temporary "loss exp 4"[2,1]
      phase 5
        reduce [5,Σ2] { t0 = temporary "loss exp 4"[2,1] } → sum t0 temporary "loss sum 5"[1,0]
      phase 6
        map [5] { t0 = temporary "loss sum 5"[1]; t1 = log(t0) } → t1 temporary "loss log 6"[1]
      phase 7
        reduce [5,Σ2] { t0 = index(0, [0,1]); t1 = input "y"[1,0]; t2 = equal(t0, t1); t3 = temporary "2.dense matmul 2"[2,1]; t4 = variable "2.dense/bias"[0,1]; t5 = add(t3, t4); t6 = temporary "loss max 3"[1,0]; t7 = sub(t5, t6); t8 = temporary "loss log 6"[1,0]; t9 = sub(t7, t8); t10 = mul(t2, t9); t11 = 0; t12 = where(t2, t10, t11); t13 = -0.2; t14 = where(t2, t13, t11); t15 = mul(t14, t2) } → sum t12 temporary "loss sum 7"[1,0], sum t15 temporary "loss sum 10"[1,0]
      phase 8
        reduce [Σ5] { t0 = temporary "loss sum 7"[1] } → sum t0 temporary "loss sum 8"[0]
        map [5] { t0 = temporary "loss sum 10"[1]; t1 = neg(t0); t2 = temporary "loss sum 5"[1]; t3 = div(t1, t2) } → t3 temporary "loss div 11"[1]
      phase 9
        map [] { t0 = temporary "loss sum 8"[]; t1 = neg(t0); t2 = 5; t3 = div(t1, t2) } → t3 temporary "loss div 9"[], t3 output "loss"[]
        map [5,2] { t0 = index(0, [0,1]); t1 = input "y"[1,0]; t2 = equal(t0, t1); t3 = -0.2; t4 = 0; t5 = where(t2, t3, t4); t6 = mul(t5, t2); t7 = temporary "loss div 11"[1,0]; t8 = temporary "loss exp 4"[2,1]; t9 = mul(t7, t8); t10 = add(t6, t9) } → t10 temporary "loss add 12"[2,1]
      phase 10
        reduce [Σ5,2] { t0 = temporary "loss add 12"[2,1] } → sum t0 temporary "2.dense sum 13"[0,1]
        matmul 1×[5, 2]·[2, 3] temporary "loss add 12"[0,2,1] variable "2.dense/kernel"[0,1,2] → temporary "2.dense matmul 14"
        matmul 1×[3, 5]·[5, 2] temporary "1.relu maximum 1"[0,1,3] temporary "loss add 12"[0,2,1] → temporary "2.dense matmul 15"
      phase 11
        map [5,3] { t0 = 0; t1 = temporary "0.dense matmul 0"[3,1]; t2 = variable "0.dense/bias"[0,1]; t3 = add(t1, t2); t4 = less(t0, t3); t5 = temporary "2.dense matmul 14"[3,1]; t6 = where(t4, t5, t0) } → t6 temporary "1.relu where 16"[3,1]
        map [6] { t0 = variable "2.dense/kernel"[1]; t1 = variable "optimizer/mean/2.dense/kernel"[1]; t2 = temporary "2.dense matmul 15"[1]; t3 = sub(t2, t1); t4 = 0.09999999999999998; t5 = mul(t3, t4); t6 = add(t1, t5); t7 = input "scalars"+5[0]; t8 = mul(t6, t7); t9 = variable "optimizer/square/2.dense/kernel"[1]; t10 = mul(t2, t2); t11 = sub(t10, t9); t12 = 0.0010000000000000009; t13 = mul(t11, t12); t14 = add(t9, t13); t15 = sqrt(t14); t16 = input "scalars"+4[0]; t17 = mul(t15, t16); t18 = 1e-8; t19 = add(t17, t18); t20 = div(t8, t19); t21 = sub(t0, t20) } → t21 variable "2.dense/kernel"[1], t6 variable "optimizer/mean/2.dense/kernel"[1], t14 variable "optimizer/square/2.dense/kernel"[1]
        map [2] { t0 = variable "2.dense/bias"[1]; t1 = variable "optimizer/mean/2.dense/bias"[1]; t2 = temporary "2.dense sum 13"[1]; t3 = sub(t2, t1); t4 = 0.09999999999999998; t5 = mul(t3, t4); t6 = add(t1, t5); t7 = input "scalars"+7[0]; t8 = mul(t6, t7); t9 = variable "optimizer/square/2.dense/bias"[1]; t10 = mul(t2, t2); t11 = sub(t10, t9); t12 = 0.0010000000000000009; t13 = mul(t11, t12); t14 = add(t9, t13); t15 = sqrt(t14); t16 = input "scalars"+6[0]; t17 = mul(t15, t16); t18 = 1e-8; t19 = add(t17, t18); t20 = div(t8, t19); t21 = sub(t0, t20) } → t21 variable "2.dense/bias"[1], t6 variable "optimizer/mean/2.dense/bias"[1], t14 variable "optimizer/square/2.dense/bias"[1]
      phase 12
        reduce [Σ5,3] { t0 = temporary "1.relu where 16"[3,1] } → sum t0 temporary "0.dense sum 17"[0,1]
        matmul 1×[4, 5]·[5, 3] input "x"[0,1,4] temporary "1.relu where 16"[0,3,1] → temporary "0.dense matmul 18"
      phase 13
        map [12] { t0 = variable "0.dense/kernel"[1]; t1 = variable "optimizer/mean/0.dense/kernel"[1]; t2 = temporary "0.dense matmul 18"[1]; t3 = sub(t2, t1); t4 = 0.09999999999999998; t5 = mul(t3, t4); t6 = add(t1, t5); t7 = input "scalars"+1[0]; t8 = mul(t6, t7); t9 = variable "optimizer/square/0.dense/kernel"[1]; t10 = mul(t2, t2); t11 = sub(t10, t9); t12 = 0.0010000000000000009; t13 = mul(t11, t12); t14 = add(t9, t13); t15 = sqrt(t14); t16 = input "scalars"[0]; t17 = mul(t15, t16); t18 = 1e-8; t19 = add(t17, t18); t20 = div(t8, t19); t21 = sub(t0, t20) } → t21 variable "0.dense/kernel"[1], t6 variable "optimizer/mean/0.dense/kernel"[1], t14 variable "optimizer/square/0.dense/kernel"[1]
        map [3] { t0 = variable "0.dense/bias"[1]; t1 = variable "optimizer/mean/0.dense/bias"[1]; t2 = temporary "0.dense sum 17"[1]; t3 = sub(t2, t1); t4 = 0.09999999999999998; t5 = mul(t3, t4); t6 = add(t1, t5); t7 = input "scalars"+3[0]; t8 = mul(t6, t7); t9 = variable "optimizer/square/0.dense/bias"[1]; t10 = mul(t2, t2); t11 = sub(t10, t9); t12 = 0.0010000000000000009; t13 = mul(t11, t12); t14 = add(t9, t13); t15 = sqrt(t14); t16 = input "scalars"+2[0]; t17 = mul(t15, t16); t18 = 1e-8; t19 = add(t17, t18); t20 = div(t8, t19); t21 = sub(t0, t20) } → t21 variable "0.dense/bias"[1], t6 variable "optimizer/mean/0.dense/bias"[1], t14 variable "optimizer/square/0.dense/bias"[1]
      output loss in output "loss"
      arena 576 bytes, 1.00 of the lower bound 576"
    `);
  });

  test("knows every kind of kernel", () => {
    const [x, i] = [input("x", [1, 6, 6, 2]), input("i", [4], "uint8")];
    const key = input("key", [3], "uint32");
    const kernel = variable("kernel", [3, 3, 2, 3]);
    const y = x.pad([0, 1, 1, 0], [0, 1, 1, 0]).conv2d(kernel);
    const [gradient] = gradients(y.square().sum(), [kernel]);
    const [alone] = gradients(x.conv2d(variable("alone", [3, 3, 1, 4]), { groups: 2 }), [x], input("dy", [1, 4, 4, 4]));
    const rows = x.reshape([9, 8]).gather(i).scatterAdd(i, 9);
    const mask = dropout(0.5)
      .build([8])
      .forward(rows, layerContext({ training: true, parameters: {}, state: {}, key }));
    const text = printPlan(
      makePlan(createProgram({ y, gradient, alone, mask, z: x.reshape([8, 9]).matmul(mask), sum: x.sum([1]) })),
    );
    const kinds: Kernel["kind"][] = [
      "map",
      "reduce",
      "fill",
      "random",
      "matmul",
      "convolution",
      "inputGradient",
      "kernelGradient",
      "scatter",
    ];
    for (const kind of kinds) expect(text).toMatch(new RegExp(`^  ${kind} `, "m"));
    expect(text).not.toContain("undefined");
  });
});
