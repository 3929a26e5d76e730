import { createProgram } from "../../graph/program.ts";
import { input, type Tensor } from "../../graph/tensor.ts";
import { layerContext } from "../../model/layer-context.ts";
import { LayerOutputs } from "../../model/layer-outputs.ts";
import { ownerOf } from "../../model/owner-of.ts";
import { seedKey } from "../../random.ts";
import type { TrainingSession } from "../../train/step/session.ts";
import { samplesOf } from "../../train/step/session-parts.ts";
import { traceBatch } from "../../train/step/trace-batch.ts";

/** Samples that are looked at. */
const SAMPLES = 256;

/**
 * The mean over samples of the cosine between what goes into the last layer with parameters with and without augmentation, in
 * inference mode; undefined without augmentation, or where there is no such layer.
 */
export async function augmentedCosine(session: TrainingSession): Promise<number | undefined> {
  const { parts, variables } = session.inside;
  const { augment, model, seed } = parts;
  if (augment === undefined) return undefined;
  const samples = samplesOf(parts, "test");
  const count = Math.min(SAMPLES, samples.inputs.shape[0]);
  const key = input("key", [3], "uint32");
  const { params, state } = variables.whereEvaluated();
  const context = (onOutput?: (path: string, output: Tensor) => undefined) =>
    layerContext({ training: false, parameters: params, state, key, ...(onOutput && { onOutput }) });
  const hiddenOf = (change?: (rows: Tensor) => Tensor): Tensor | undefined => {
    const outputs = new LayerOutputs();
    const { x } = traceBatch({ ...parts, part: "test", samples }, count, change);
    outputs.begin(x);
    model.forward(
      x,
      context((path, output) => outputs.add(path, output)),
    );
    const all = outputs.all();
    const paths = new Set(all.map(({ layer }) => layer));
    const owners = Object.keys(model.parameters).map((name) => ownerOf(name, paths));
    const last = all.findLastIndex(({ layer }) => owners.includes(layer));
    return all[last - 1]?.output;
  };
  const training = layerContext({ training: true, parameters: params, state, key });
  const plain = hiddenOf();
  const changed = hiddenOf((rows) => augment.forward(rows, training.inner("augment", { beside: true })));
  if (plain === undefined || changed === undefined) return undefined;
  const flat = (x: Tensor) => x.reshape([count, x.shape.slice(1).reduce((a, b) => a * b, 1)]);
  const [a, b] = [flat(plain), flat(changed)];
  const norm = a.square().sum(1).mul(b.square().sum(1)).sqrt(); // [count]
  const cosine = a.mul(b).sum(1).div(norm.equal(0).where(1, norm)).mean();
  const executable = await parts.device.compile(createProgram({ cosine }));
  const [low, high] = seedKey(seed);
  const indices = Uint32Array.from({ length: count }, (_, i) => i);
  const [fetched] = await executable.run([{ indices, key: Uint32Array.of(low, high, 0) }]);
  return fetched.cosine[0];
}
