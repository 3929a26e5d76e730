import type { Advice, Finding } from "evenkeel";
import type { Experiment } from "../experiment.ts";
import { texts } from "../texts/language.ts";
import { whole } from "../views/written.ts";
import { CureView } from "./cure-view.tsx";
import { EvidenceTable } from "./evidence-table.tsx";
import type { Listed } from "./listed-findings.ts";
import { plotOfFinding } from "./plot-of-finding.ts";
import { SeveritySign } from "./severity-sign.tsx";
import { titleOf, wordsOf } from "./words-of-findings.ts";

interface FindingProps {
  listed: Listed;
  experiment: Experiment;
  apply: (advice: Advice) => void;
  onShow: ((finding: Finding) => void) | undefined;
}

/** One finding: what it is, where it is seen, and what to do; its evidence on demand. */
export function FindingView({ listed: { finding, since }, experiment, apply, onShow }: FindingProps) {
  const words = texts().doctor;
  const { title, meaning, translated } = wordsOf(finding);
  const [first, ...others] = finding.advice;
  const show = words.show[plotOfFinding(finding.diagnosis)];
  return (
    <li class={`finding ${finding.consequenceOf === undefined ? "" : "consequence"}`}>
      <p class="finding-head">
        <SeveritySign severity={finding.severity} />
        <strong>{title}</strong>
        <span class="muted small">
          <code>{finding.where}</code> · {since === undefined ? words.beforeTraining : words.since(whole(since))}
        </span>
      </p>
      {finding.consequenceOf !== undefined && (
        <p class="muted small">{words.follows(titleOf(finding.consequenceOf))}</p>
      )}
      <p>{meaning}</p>
      {first !== undefined && <CureView advice={first} experiment={experiment} apply={apply} />}
      <div class="finding-more">
        {onShow !== undefined && (
          <button
            type="button"
            class="button quiet"
            aria-label={words.showLabel(show, title)}
            onClick={() => onShow(finding)}
          >
            {show}
          </button>
        )}
        <details>
          <summary aria-label={words.detailsLabel(title)}>{words.details}</summary>
          {translated && (
            <>
              <p class="muted small">{words.untranslated}</p>
              <p lang="en">{finding.meaning}</p>
            </>
          )}
          <EvidenceTable finding={finding} />
          {others.map((advice) => (
            <CureView key={advice.text} advice={advice} experiment={experiment} apply={apply} />
          ))}
          <p class="muted small" lang="en">
            {finding.source}
          </p>
        </details>
      </div>
    </li>
  );
}
