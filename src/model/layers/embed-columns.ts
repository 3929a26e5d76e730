import * as v from "valibot";
import { usageError } from "../../errors.ts";
import { sumOf, type Tensor } from "../../graph/tensor.ts";
import { custom } from "../../options.ts";
import { expectRank } from "../checks/expect-rank.ts";
import { initializerOption } from "../initializer.ts";
import { truncatedNormal } from "../initializers/truncated-normal.ts";
import { defineLayer } from "../layer.ts";

/** A feature that is the number of a category. */
export interface EmbeddedFeature {
  /** Its place among the features, counted from 0. */
  readonly at: number;
  /** How many categories there are; the last stands for all that are not among the others. */
  readonly vocabulary: number;
  /** How many numbers represent each. */
  readonly dimension: number;
}

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const feature = v.object({
  at: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  vocabulary: count,
  dimension: count,
});

export const embedColumns = defineLayer({
  name: "embedColumns",
  summary:
    "Each category number among the features becomes a learned vector; other features stay: [batch, n] → [batch, n − k + Σ dimension].",
  source: "Guo and Berkhahn 2016, Entity embeddings of categorical variables; initial values as in fastai",
  section: "layers",
  formula: "y = [x₁, …, C[xᵢ], …, xₙ]",
  use: "The first layer for tables with categories of many values. Data of a table with such columns get it by themselves.",
  avoid:
    "Categories of few values: a feature for each (one-hot) is as good. Whole inputs that are numbers of words: use embedding().",
  example: "embedColumns([{ at: 3, vocabulary: 200, dimension: 31 }])",
  options: {
    columns: custom<readonly EmbeddedFeature[]>(
      v.pipe(v.array(feature), v.minLength(1)),
      undefined,
      "a list of at least one { at, vocabulary, dimension }",
      "the features that are category numbers: where they stand, how many categories there are (the last for all others), and how many numbers represent each",
    ),
    init: initializerOption(truncatedNormal({ std: 0.01 }), "the scheme of the initial vectors"),
  },
  positional: ["columns"],
  shape([features], { columns }) {
    return [features + columns.reduce((sum, { dimension }) => sum + dimension - 1, 0)];
  },
  parameters(input, { columns, init }) {
    expectRank("embedColumns", input, 1);
    expectPlaces(input[0], columns);
    return Object.fromEntries(
      columns.map(({ at, vocabulary, dimension }) => [
        `table${at}`,
        { shape: [vocabulary, dimension], init, fanIn: 1, fanOut: dimension },
      ]),
    );
  },
  forward(x, { parameter }, { columns }) {
    const [batch, features] = x.shape;
    const pieces: Tensor[] = [];
    let next = 0;
    const keepUpTo = (end: number) => {
      if (end > next) pieces.push(x.slice([0, next], [batch, end - next]));
    };
    for (const { at, vocabulary } of sorted(columns)) {
      keepUpTo(at);
      const number = x.slice([0, at], [batch, 1]).reshape([batch]).stopGradient();
      const known = number.less(0).equal(0).mul(number.less(vocabulary)).mul(number.floor().equal(number));
      pieces.push(parameter(`table${at}`).gather(known.where(number, vocabulary - 1))); // [batch, dimension]
      next = at + 1;
    }
    keepUpTo(features);
    return sideBySide(pieces);
  },
});

/** [batch, a], [batch, b], … → [batch, a + b + …] */
function sideBySide(pieces: readonly Tensor[]): Tensor {
  const width = pieces.reduce((sum, { shape }) => sum + shape[1], 0);
  let start = 0;
  return sumOf(
    pieces.map((piece) => {
      const [, own] = piece.shape;
      start += own;
      return piece.pad([0, start - own], [0, width - start]);
    }),
  );
}

function sorted(columns: readonly EmbeddedFeature[]): EmbeddedFeature[] {
  return [...columns].sort((a, b) => a.at - b.at);
}

function expectPlaces(features: number, columns: readonly EmbeddedFeature[]): void {
  const places = columns.map(({ at }) => at);
  const outside = places.find((at) => at >= features);
  if (outside === undefined && new Set(places).size === places.length) return;
  throw usageError({
    where: "embedColumns: columns",
    expected: outside === undefined ? "each place once" : `places from 0 to ${features - 1}, one for each feature`,
    received: outside === undefined ? places.join(", ") : String(outside),
  });
}
