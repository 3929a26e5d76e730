import type { CureTrial } from "../../../doctor/cure/cure-trial.ts";
import type { Advice, Evidence, Finding } from "../../../doctor/finding.ts";
import { type Child, element, type Markup } from "../../page/markup.ts";
import { section, table } from "../../page/parts.ts";
import { placeInWords, shortNumber } from "../evidence-words.ts";
import { titleOf } from "../title-of.ts";
import { trialInWords } from "../trial-words.ts";
import { signalPicture } from "./signal-picture.ts";

/** A disease: its signal as a picture, its signs, what it means, what to do and what came of it, what follows from it. */
export function diseaseSection(
  cause: Finding,
  consequences: readonly Finding[],
  trials: readonly CureTrial[],
  number: number,
): Markup {
  const id = `disease-${number}`;
  return section(
    id,
    `${number}. ${titleOf(cause.diagnosis)}`,
    facts(cause),
    element("p", {}, cause.meaning),
    signs(cause, id),
    adviceOn(cause, trials),
    consequences.length > 0 && element("h3", {}, "What follows from it"),
    consequences.map((each, i) => [
      element("p", {}, element("strong", {}, `${titleOf(each.diagnosis)}. `), each.meaning),
      facts(each),
      signs(each, `${id}-${i}`),
      adviceOn(each, trials),
    ]),
  );
}

/** "unscaledInputs · warning · 93 % sure · inputs · LeCun et al. 1998" */
function facts({ diagnosis, severity, confidence, where, source }: Finding): Markup {
  const grade = element("strong", {}, severity);
  const rest = ` · ${Math.round(100 * confidence)} % sure · ${where} · ${source}`;
  return element("p", { class: "facts" }, element("code", {}, diagnosis), " · ", grade, rest);
}

/** The picture beside the signs. */
function signs({ evidence, picture, diagnosis }: Finding, id: string): Markup {
  return element(
    "div",
    { class: "pair" },
    picture?.lines.some(({ points }) => points.length > 1) && signalPicture(`${id}-signal`, picture),
    evidence.length > 0 && signsTable(`Signs of ${diagnosis}`, evidence),
  );
}

function signsTable(caption: string, evidence: readonly Evidence[]): Markup {
  const columns = [{ heading: "Sign" }, { heading: "Measured", number: true }, { heading: "Limit", number: true }];
  const rows = evidence.map(({ signal, value, threshold, beyond = "above", ...place }) => [
    `${signal}${placeInWords(place)}`,
    shortNumber(value),
    `${beyond} ${shortNumber(threshold)}`,
  ]);
  return table(caption, columns, rows);
}

/** What to do, as flags and in a program; and what became of it, where it was tried. */
function adviceOn({ advice, diagnosis }: Finding, trials: readonly CureTrial[]): Child {
  return advice.map((each) => {
    const tried = trials.filter((trial) => trial.diagnosis === diagnosis && isSame(trial, each));
    const ways = [each.flags, each.code].filter((way) => way !== "");
    return element(
      "div",
      { class: "advice" },
      element("p", {}, element("strong", {}, `Advice: ${each.text}. `), tried.map(trialInWords).join(" ")),
      ways.length > 0 && element("pre", {}, ways.join("\n")),
    );
  });
}

function isSame({ advice, change }: CureTrial, other: Advice): boolean {
  return advice === other.text && JSON.stringify(change) === JSON.stringify(other.change);
}
