import { confusedPairs } from "../../../model/measuring/confused-pairs.ts";
import { element, type Markup } from "../../page/markup.ts";
import { section, table } from "../../page/parts.ts";
import { percent } from "../../words/format.ts";
import type { Judged } from "../judgement.ts";
import { idOf, titleOf } from "../of-output.ts";

/** A wider matrix is not legible; the pairs that are confused most often are listed instead. */
const MOST_CLASSES = 15;
const MOST_PAIRS = 20;

/** The confusion matrix; for many classes the pairs that are confused most often. */
export function confusionSection({ confusion, classes = [], judged, name: output }: Judged): Markup | undefined {
  if (confusion === undefined) return undefined;
  const name = (i: number) => classes[i] ?? `${i}`;
  const caption = `True classes (rows) and answers (columns) on the ${judged} set`;
  return section(
    idOf("confusion", output),
    titleOf("Which classes are confused", output),
    confusion.length <= MOST_CLASSES ? matrix(confusion, name, caption) : pairs(confusion, name),
  );
}

function matrix(confusion: readonly (readonly number[])[], name: (i: number) => string, caption: string): Markup {
  return table(
    caption,
    [
      { heading: "True class" },
      ...confusion.map((_, i) => ({ heading: name(i), number: true })),
      { heading: "Found", number: true },
    ],
    confusion.map((row, i) => {
      const all = row.reduce((sum, count) => sum + count, 0);
      const cells = row.map((count, k) => {
        const share = all === 0 ? 0 : count / all;
        const kind = k === i ? "right" : "wrong";
        return count === 0
          ? element("span", { class: "none" }, "·")
          : element("span", { class: `cell ${kind}`, style: `--share:${share.toFixed(3)}` }, count);
      });
      return [name(i), ...cells, all === 0 ? "no samples" : percent(row[i] / all)];
    }),
    "Found: the share of the class that was recognized (its recall).",
  );
}

function pairs(confusion: readonly (readonly number[])[], name: (i: number) => string): Markup {
  const wrong = confusedPairs(confusion);
  return table(
    "The classes that are confused most often",
    [{ heading: "True class" }, { heading: "Answer" }, { heading: "Samples", number: true }],
    wrong.slice(0, MOST_PAIRS).map(({ truth, guess, count }) => [name(truth), name(guess), count]),
    wrong.length > MOST_PAIRS ? `${wrong.length - MOST_PAIRS} other pairs are not shown.` : undefined,
  );
}
