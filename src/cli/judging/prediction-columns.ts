import type { RowPrediction } from "../../predict/prediction.ts";
import type { TrainedModel } from "../../predict/trained-model.ts";

/** A column of a table of predictions. */
export interface PredictionColumn {
  heading: string;
  cell(row: RowPrediction): unknown;
}

/** What stands in the columns of predictions: the class and the probability of each, or values; of several outputs one after another. */
export function predictionColumns({ columns }: TrainedModel, first: RowPrediction): PredictionColumn[] {
  const [target = "class"] = columns?.targets ?? [];
  if (first.outputs === undefined) return columnsOf(first, target, (name) => name);
  return Object.entries(first.outputs).flatMap(([output, prediction]) => {
    const alone = Object.keys(prediction.values ?? {}).length === 1;
    const own = columnsOf(prediction, output, (name) => (alone ? output : `${output}_${name}`));
    return own.map(({ heading, cell }) => ({
      heading,
      cell: (row: RowPrediction) => cell(row.outputs?.[output] ?? {}),
    }));
  });
}

function columnsOf(first: RowPrediction, target: string, named: (name: string) => string): PredictionColumn[] {
  return [
    ...(first.class === undefined ? [] : [{ heading: `predicted_${target}`, cell: (row: RowPrediction) => row.class }]),
    ...Object.keys(first.values ?? {}).map((name) => ({
      heading: `predicted_${named(name)}`,
      cell: (row: RowPrediction) => shown(row.values?.[name]),
    })),
    ...Object.keys(first.probabilities ?? {}).map((name) => ({
      heading: `probability_${named(name)}`,
      cell: (row: RowPrediction) => shown(row.probabilities?.[name]),
    })),
  ];
}

/** The shortest text of a float32. */
function shown(x: number | undefined): string {
  if (x === undefined) return "";
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(x.toPrecision(digits));
    if (Math.fround(short) === x) return String(short);
  }
  return String(x);
}
