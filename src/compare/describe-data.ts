import { DATASET_PARTS, type Dataset, inputShape, sampleCount } from "../data/dataset.ts";
import { every } from "./words/number-words.ts";

/** Names of classes that are shown. */
const MOST_CLASSES = 12;

/** A dataset made in code, in words: "iris, 105 training, 22 validation and 23 test samples [4], classes setosa and virginica". */
export function describeData(data: Dataset): string {
  const parts = DATASET_PARTS.flatMap((part) => {
    const samples = data[part];
    return samples === undefined ? [] : [`${sampleCount(samples).toLocaleString("en")} ${PARTS[part]}`];
  });
  const { targets } = data.train;
  const learned =
    targets.shape.length > 1 ? `targets [${targets.shape.slice(1).join(", ")}]` : classesInWords(data.classes);
  return `${data.name}, ${every(parts)} samples [${inputShape(data.train).join(", ")}]${learned && `, ${learned}`}`;
}

const PARTS = { train: "training", validation: "validation", test: "test" };

function classesInWords(classes: readonly string[] = []): string {
  if (classes.length === 0) return "";
  return classes.length > MOST_CLASSES ? `${classes.length} classes` : `classes ${every(classes)}`;
}
