import { type Samples, sampleCount } from "../../data/dataset.ts";
import { log } from "../../exact-math/log.ts";
import { createProgram } from "../../graph/program.ts";
import { sizeOf } from "../../graph/shape.ts";
import { constant, input } from "../../graph/tensor.ts";
import type { TrainingSession } from "../../train/step/session.ts";
import { samplesOf } from "../../train/step/session-parts.ts";
import { storedOf } from "../../train/step/stored-samples.ts";
import { traceBatch } from "../../train/step/trace-batch.ts";

/**
 * The loss of the best of a few answers that look at no input, on the part "test": zeros, the mean of the targets as they are
 * scaled for training, and the shares of the classes as logits.
 */
export async function simplestLoss(session: TrainingSession): Promise<number> {
  const { parts } = session.inside;
  const samples = samplesOf(parts, "test");
  const { outputShape } = parts.model;
  const [count, width] = [sampleCount(samples), sizeOf(outputShape)];
  const { y, weights } = traceBatch({ ...parts, part: "test", samples }, count);
  const answer = input("answer", [width], "float")
    .reshape([1, ...outputShape])
    .broadcastTo([count, ...outputShape]);
  const executable = await parts.device.compile(
    createProgram({ loss: parts.loss.compute(answer.add(constant(0)), y, weights) }),
  );
  const indices = Uint32Array.from({ length: count }, (_, i) => i);
  const answers = [new Float32Array(width), ...meanAnswers(samples, parts, width)];
  const losses = await executable.run(answers.map((answer) => ({ answer, indices })));
  return Math.min(...losses.map(({ loss }) => loss[0]).filter((loss) => !Number.isNaN(loss)));
}

/** The mean target, as it is and as logits. */
function meanAnswers(samples: Samples, parts: Parameters<typeof storedOf>[1], width: number): Float32Array[] {
  const stored = storedOf(samples, parts).find(({ of }) => of === "targets");
  if (stored === undefined) return [];
  const { numbers } = stored;
  const count = sampleCount(samples);
  const mean = new Float64Array(width);
  if (samples.targets.shape.length === 1 && width > 1) for (const label of numbers) mean[label] += 1 / count;
  else if (numbers.length === count * width)
    for (const [i, value] of numbers.entries()) mean[i % width] += value / count;
  else return [];
  const share = (x: number) => Math.min(Math.max(x, 1e-6), 1 - 1e-6);
  const logit = (x: number) =>
    log(share(x)) - (width === 1 || samples.targets.shape.length > 1 ? log(1 - share(x)) : 0);
  return [Float32Array.from(mean), Float32Array.from(mean, logit)];
}
