import type { Dataset, Samples } from "../../data/dataset.ts";
import type { TrainedModel } from "../../predict/trained-model.ts";

/** The probabilities [n, classes] that a network gives for the test set. */
export async function probabilitiesOf(network: TrainedModel, data: Dataset): Promise<Float32Array> {
  return (await network.predict(testOf(data).inputs)).data;
}

/** The classes [n] of the test set. */
export function truthOf(data: Dataset): ArrayLike<number> {
  return testOf(data).targets.data;
}

/** The test set, which every study has. */
export function testOf({ test }: Dataset): Samples {
  if (test === undefined) throw new Error("a study without a test set");
  return test;
}
