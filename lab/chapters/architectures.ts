import { alwaysAhead } from "../claims/always-ahead.ts";
import { noGain } from "../claims/no-gain.ts";
import type { Chapter } from "./chapter.ts";
import { tex } from "./tex.ts";

const HE = "{ init: heNormal() }";
const base = { trainSize: 1500, validationSize: 500, testSize: 1000, epochs: 6 };

export const architectures: Chapter = {
  name: "architectures",
  order: 8,
  formulas: {
    plain: tex`y = F(x)`,
    residual: tex`y = x + F(x)`,
    gradient: tex`\frac{\partial y}{\partial x} = I + \frac{\partial F}{\partial x}`,
    f: tex`F`,
    x: tex`x`,
    i: tex`I`,
  },
  main: {
    base,
    a: { model: plain(20) },
    b: { model: shortcuts(20) },
    seeds: 1,
    claim: alwaysAhead({ by: 0.2 }),
    plots: ["signals", "histograms", "filters", "pad"],
  },
  whenNot: {
    base,
    a: { model: plain(1) },
    b: { model: shortcuts(1) },
    seeds: 5,
    claim: noGain({ above: 0.03 }),
    plots: ["signals", "misread"],
  },
  sources: [
    { text: "He, Zhang, Ren & Sun 2016, arXiv:1512.03385", url: "https://arxiv.org/abs/1512.03385" },
    {
      text: "Zhang, Dauphin & Ma 2019, arXiv:1901.09321, on blocks that begin as nothing",
      url: "https://arxiv.org/abs/1901.09321",
    },
  ],
  tricks: ["residual", "repeat", "dense", "resnet", "plainnet", "inceptionNet", "convnet", "mlp"],
};

/** So many pairs of layers, one after another. */
function plain(pairs: number): string {
  return network(`repeat(${pairs}, [dense(64, ${HE}), relu(), dense(64, ${HE}), relu()])`);
}

/** The same layers, with a shortcut around each pair. The last kernel of a block begins at 0, so the block begins as nothing. */
function shortcuts(blocks: number): string {
  const block = `residual(sequential([dense(64, ${HE}), relu(), dense(64, { init: zeros() })]))`;
  return network(`repeat(${blocks}, [${block}, relu()])`);
}

function network(middle: string): string {
  return `sequential([flatten(), dense(64, ${HE}), relu(), ${middle}, dense(10)])`;
}
