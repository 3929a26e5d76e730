import { expect, test, vi } from "vitest";
import { chosenOnTrial, playedTrial } from "../test/played-trial.ts";
import { openDevice } from "./backend/open.ts";
import { compile } from "./compile.ts";
import { dense } from "./model/layers/dense.ts";
import { sgd } from "./optimize/optimizers/sgd.ts";
import { optimizerStepper } from "./optimize/step/optimizer-stepper.ts";
import { compileLayer } from "./predict/compile-layer.ts";

vi.mock(import("./backend/open.ts"), { spy: true });

const CARD = "webgpu, a card";
const onTrial = async () => vi.mocked(openDevice).mockResolvedValueOnce(await playedTrial(CARD));
const x = { shape: [1, 2], data: [3, 4] };

test("what is compiled says what computes it", async () => {
  const f = await compile((x) => x.square().sum());
  const layer = await compileLayer(dense(2), { input: [1, 2], backend: "reference" });
  const stepper = await optimizerStepper(sgd(), { w: x }, { loss: ({ w }) => w.square().sum() });
  expect([f.backend, stepper.backend]).toEqual(Array(2).fill(expect.stringMatching(/^wasm, 1 thread, [^(]*$/)));
  expect(layer.backend).toBe("reference, float64");
  for (const each of [f, layer, stepper]) await each.close();
});

test("with auto it is what was chosen, and why, once that is known", async () => {
  await onTrial();
  const f = await compile((x) => x.square().sum(), { backend: "auto" });
  await onTrial();
  const layer = await compileLayer(dense(2), { input: [1, 2], backend: "auto" });
  await onTrial();
  const stepper = await optimizerStepper(sgd(), { w: x }, { loss: ({ w }) => w.square().sum(), backend: "auto" });
  for (const each of [f, layer, stepper]) expect(each.backend).toBe(`wasm, 1 thread (auto: ${CARD} is on trial)`);
  for (let step = 0; step < 20; step++) {
    await f(x);
    await layer.forward(x);
    await stepper.step();
  }
  for (const each of [f, layer, stepper]) {
    expect(each.backend).toBe(chosenOnTrial(CARD));
    await each.close();
  }
});
