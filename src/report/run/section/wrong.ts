import { element, type Markup } from "../../page/markup.ts";
import { section, table } from "../../page/parts.ts";
import { ABSENT, percent } from "../../words/format.ts";
import type { Judged } from "../judgement.ts";
import { idOf, titleOf } from "../of-output.ts";
import type { WrongSample } from "../wrong-samples.ts";

/** The samples that the model is most wrong about. */
export function wrongSection({ wrong, judged, task, name }: Judged): Markup | undefined {
  if (judged === undefined || task === "multilabel") return undefined;
  const title = titleOf(task === "regression" ? "The largest errors" : "The most confident mistakes", name);
  const id = idOf("wrong", name);
  if (wrong.length === 0)
    return section(id, title, element("p", {}, `None: every sample of the ${judged} set is right.`));
  const pictures = wrong.some(({ picture }) => picture !== undefined);
  return section(id, title, pictures ? gallery(wrong) : tableOf(wrong, judged));
}

function gallery(wrong: readonly WrongSample[]): Markup {
  return element(
    "div",
    { class: "gallery" },
    wrong.map(({ picture, truth, answer, probability }) =>
      element(
        "figure",
        {},
        element("img", { src: picture, alt: `a sample of class ${truth}` }),
        element(
          "figcaption",
          {},
          `${truth}, taken for ${answer}${probability === undefined ? "" : ` (${percent(probability)} sure)`}`,
        ),
      ),
    ),
  );
}

function tableOf(wrong: readonly WrongSample[], judged: string): Markup {
  const lines = wrong.some(({ line }) => line !== undefined);
  const cells = Object.keys(wrong[0].row ?? {});
  const numbers = wrong.some(({ error }) => error !== undefined);
  const targets = wrong.some(({ target }) => target !== undefined);
  const text = (value: string) => (numbers ? value.replace("-", "−") : value);
  return table(
    `Samples of the ${judged} set, the worst first`,
    [
      { heading: lines ? "Line" : "Sample", number: true },
      ...(targets ? [{ heading: "Target" }] : []),
      { heading: "True", number: numbers },
      { heading: "Answer", number: numbers },
      { heading: numbers ? "Error" : "Probability", number: true },
      ...cells.map((heading) => ({ heading })),
    ],
    wrong.map(({ sample, line, target, truth, answer, probability, error, row }) => [
      line ?? sample,
      ...(targets ? [target ?? ""] : []),
      text(truth),
      text(answer),
      error === undefined
        ? probability === undefined
          ? ABSENT
          : percent(probability)
        : text(String(Number(error.toPrecision(4)))),
      ...cells.map((name) => row?.[name] ?? ""),
    ]),
    lines ? "Line: of the file, counted from 1." : "Sample: its number in the set, counted from 0.",
  );
}
