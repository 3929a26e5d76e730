import { defineExperiment } from "../experiment.ts";

type Written = `${string}(${string}`;

const HE = "{ init: heNormal() }";

/** So many layers of 64 units one after another, beside the first and the last. */
function plain(layers: number): Written {
  return `sequential([flatten(), dense(64, ${HE}), relu(), repeat(${layers}, [dense(64, ${HE}), relu()]), dense(10)])`;
}

/** The same in blocks of two with a shortcut around them; each block begins as the identity. */
function residual(layers: number): Written {
  const block = `residual(sequential([dense(64, ${HE}), relu(), dense(64, { init: zeros() })]))`;
  return `sequential([flatten(), dense(64, ${HE}), relu(), repeat(${layers / 2}, [${block}, relu()]), dense(10)])`;
}

/** Do shortcuts make a deep network learn? They do; depth itself is no use here: four layers learn as much as forty. */
export const depth = defineExperiment({
  name: "depth",
  title: "A deep network, plain and with shortcuts",
  question: "Does a deep network learn if shortcuts lead around its layers, and does depth help then?",
  summary: "Trains a dense network of 4 and of 40 layers, plain, and in blocks of two with a shortcut around each.",
  base: { optimizer: "adam", learningRate: 1e-3, batchSize: 64, epochs: 6 },
  variants: {
    "40 plain layers": { model: plain(40) },
    "40 layers with shortcuts": { model: residual(40) },
    "4 plain layers": { model: plain(4) },
    "4 layers with shortcuts": { model: residual(4) },
  },
  drawn: { trainSize: 1500, validationSize: 300, testSize: 1000 },
  seeds: 5,
});
