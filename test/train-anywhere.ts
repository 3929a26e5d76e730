import type * as Evenkeel from "../src/index.ts";

export type Place = Pick<Evenkeel.TrainOptions, "threads" | "relaxedSimd">;

export interface Trained {
  backend: string;
  /** Bits of float32, of every number that training and prediction gave, by its name. */
  bits: Record<string, number[]>;
}

/**
 * Trains a small MLP and a small convnet, in whatever runs this. A page is given the text of this function: nothing in it
 * may come from outside.
 */
export async function trainAnywhere(evenkeel: typeof Evenkeel, place: Place): Promise<Record<string, Trained>> {
  const { adam, arrays, averageWeights, batchNorm, chain, clipByGlobalNorm, conv2d, crossEntropy, dense } = evenkeel;
  const { dropout, exponentialDecay, flatten, maxPool2d, RandomStream, relu, sequential, sgd, tanh, train } = evenkeel;
  const bitsOf = (numbers: ArrayLike<number>) => [...new Uint32Array(Float32Array.from(numbers).buffer)];
  const draw = new RandomStream(3, "data");
  const images = {
    shape: [150, 8, 8, 1],
    data: Float32Array.from({ length: 150 * 64 }, () => draw.normal()),
  };
  const labels = Uint8Array.from({ length: 150 }, (_, i) => i % 3);
  const data = arrays({ inputs: images, labels }, { validation: 0.2, seed: 2 });
  const models = {
    mlp: {
      layer: sequential([flatten(), dense(33), batchNorm(), relu(), dropout(0.3), dense(17), tanh(), dense(3)]),
      optimizer: chain(clipByGlobalNorm(1), adam({ learningRate: exponentialDecay(1e-2, { factor: 0.9 }) })),
      callbacks: [averageWeights({ decay: 0.9 })],
    },
    convnet: {
      layer: sequential([
        conv2d(8, 3, { padding: "same" }),
        relu(),
        maxPool2d(2),
        conv2d(16, 3, { padding: "same" }),
        batchNorm(),
        relu(),
        flatten(),
        dropout(0.2),
        dense(3),
      ]),
      optimizer: sgd({ learningRate: 0.05, momentum: 0.9 }),
      callbacks: [],
    },
  };
  const trained: Record<string, Trained> = {};
  for (const [name, { layer, optimizer, callbacks }] of Object.entries(models)) {
    const run = await train(layer, data, {
      ...place,
      loss: crossEntropy({ labelSmoothing: 0.1 }),
      optimizer,
      callbacks,
      epochs: 3,
      batchSize: 32,
      seed: 5,
    });
    const predicted = await run.model.predict(images);
    await run.model.close();
    trained[name] = {
      backend: run.backend,
      bits: {
        ...Object.fromEntries(Object.entries(run.state).map(([name, numbers]) => [name, bitsOf(numbers)])),
        loss: bitsOf(run.history.flatMap((row) => [row.train.loss, row.validation?.loss as number])),
        prediction: bitsOf(predicted.data),
      },
    };
  }
  return trained;
}
