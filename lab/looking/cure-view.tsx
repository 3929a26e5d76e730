import type { Advice } from "evenkeel";
import type { Experiment } from "../experiment.ts";
import { texts } from "../texts/language.ts";
import { changeText } from "./change-text.ts";
import { hasCure } from "./with-cure.ts";
import { cureIn } from "./words-of-findings.ts";

interface CureProps {
  advice: Advice;
  experiment: Experiment;
  apply: (advice: Advice) => void;
}

/** What can be done against a finding, and a way to do it in B. */
export function CureView({ advice, experiment, apply }: CureProps) {
  const words = texts().doctor;
  const change = changeText(advice);
  const { text, lang } = cureIn(advice);
  return (
    <p class="cure">
      <span lang={lang}>{text}</span>
      {change === "" && <span class="muted small">{words.byHand}</span>}
      {change !== "" && <code>{change}</code>}
      {change !== "" && hasCure(experiment, advice) && <span class="muted small">{words.has}</span>}
      {change !== "" && !hasCure(experiment, advice) && (
        <button type="button" class="button" aria-label={words.applyLabel(text)} onClick={() => apply(advice)}>
          {words.apply}
        </button>
      )}
    </p>
  );
}
