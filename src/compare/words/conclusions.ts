import type { Comparison, Finding, Kind } from "../findings.ts";
import { fateOf, fatesOf } from "../run-fate.ts";
import { counted, either } from "./numbers-in-words.ts";
import { defaultRates } from "./rates-in-words.ts";
import { lowerFirst, VERDICTS } from "./verdict.ts";

/** What a whole study allows to say, one sentence each; first of all that it was interrupted, if it was. */
export function conclusionsOf(findings: Finding[], comparison: Comparison): string[] {
  const { baseline, metric } = comparison;
  const of = (kind: Kind) => findings.filter((finding) => finding.kind === kind);
  const names = (kind: Kind) => either(of(kind).map(({ variant }) => variant));
  const sentences = interruption(comparison);
  if (findings.length === 1) sentences.push(`There is nothing to compare: ${baseline} is the only variant.`);
  for (const kind of ["clear", "constant", "doubtful"] as const) {
    for (const finding of of(kind))
      sentences.push(`${finding.variant} is ${lowerFirst(VERDICTS[kind](finding, comparison))}.`);
  }
  if (of("doubtful").length > 0) {
    sentences.push("What does not survive the correction is a hint: test it again, alone and with new seeds.");
  }
  if (of("open").length > 0) {
    sentences.push(
      `No difference between ${baseline} and ${names("open")} can be told apart from chance; that does not make them ` +
        "equal, and the intervals say which differences remain possible.",
    );
  }
  if (of("same").length > 0) {
    sentences.push(
      `${names("same")}: test ${metric} is exactly that of ${baseline}; does the change reach the training?`,
    );
  }
  if (of("single").length > 0) {
    sentences.push(
      `With one seed, nothing can be concluded about the difference between ${baseline} and ${names("single")}: it may ` +
        "come from the seed alone. Run at least 5 seeds, better 10.",
    );
  }
  if (of("none").length > 0) {
    sentences.push(`Nothing can be concluded about ${names("none")}: no pair of runs gave a test ${metric}.`);
  }
  return [...sentences, ...rates(findings), ...failures(comparison)];
}

/** "The study was interrupted: 2 of its 32 runs had ended, and only these count." */
function interruption({ runs, metric }: Comparison): string[] {
  const { ended } = fatesOf(runs, metric);
  if (ended === runs.length) return [];
  if (ended === 0) return ["The study was interrupted before any of its runs had ended: there is nothing to tell."];
  const these = ended === 1 ? "only this one counts" : "only these count";
  return [`The study was interrupted: ${ended} of its ${runs.length} runs had ended, and ${these}.`];
}

function rates(findings: Finding[]): string[] {
  const named = defaultRates(findings.map(({ rate }) => rate));
  if (named === "") return [];
  return [
    `Each optimizer ran at its default learning rate (${named}); what is said of them may differ at other rates.`,
  ];
}

/** "3 of 10 runs failed (wild: 3 of 5) and are left out …" */
function failures({ runs, variants, metric }: Comparison): string[] {
  const failed = runs.filter((run) => fateOf(run, metric) === "failed");
  if (failed.length === 0) return [];
  const own = variants.flatMap(({ name }) => {
    const count = failed.filter(({ variant }) => variant === name).length;
    return count === 0 ? [] : [`${name}: ${count} of ${runs.filter(({ variant }) => variant === name).length}`];
  });
  return [
    `${failed.length} of ${counted(runs.length, "run")} failed or gave numbers that are not finite (${own.join("; ")}), ` +
      `and ${failed.length === 1 ? "is" : "are"} left out with the partner of the same seed; if a variant tends to fail, ` +
      "these numbers overstate it.",
  ];
}
