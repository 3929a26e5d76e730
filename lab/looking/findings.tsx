import type { Advice, Finding } from "evenkeel";
import { useState } from "preact/hooks";
import type { ArmName, Experiment } from "../experiment.ts";
import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import { Letter } from "../views/letter.tsx";
import { whole } from "../views/written.ts";
import { changeText } from "./change-text.ts";
import { CureNotice } from "./cure-notice.tsx";
import { FindingView } from "./finding-view.tsx";
import { listedFindings } from "./listed-findings.ts";
import { LookedAt } from "./looked-at.tsx";
import { withCure } from "./with-cure.ts";
import "./findings.css";

interface FindingsProps {
  race: Race;
  /** Leads to the plot on which a finding is seen: `plotOfFinding`. */
  onShow?: (finding: Finding) => void;
}

/** What the doctor finds in both networks while they train, and a way to try the cure in B. */
export function Findings({ race, onShow }: FindingsProps) {
  const words = texts().doctor;
  const [cured, setCured] = useState<{ before: Experiment; after: Experiment; what: string }>();
  const apply = (advice: Advice) => {
    const before = race.experiment.value;
    const after = withCure(before, advice);
    setCured({ before, after, what: changeText(advice) });
    race.set(after);
  };
  return (
    <section class="findings" aria-labelledby="findings-title">
      <h3 id="findings-title">{words.title}</h3>
      <CureNotice race={race} cured={cured} />
      <div class="findings-sides">
        {(["a", "b"] as const).map((arm) => (
          <FindingsOf key={arm} race={race} arm={arm} apply={apply} onShow={onShow} />
        ))}
      </div>
    </section>
  );
}

function FindingsOf({
  race,
  arm,
  apply,
  onShow,
}: {
  race: Race;
  arm: ArmName;
  apply: (advice: Advice) => void;
  onShow: FindingsProps["onShow"];
}) {
  const words = texts().doctor;
  const run = race[arm].value;
  const listed = run === undefined ? [] : listedFindings(run);
  const step = run?.steps.at(-1)?.step;
  return (
    <div class={`findings-of ${arm}`}>
      <h4>
        <Letter arm={arm} />{" "}
        <span class="muted" aria-live="polite">
          {listed.length > 0 && words.count(listed.length)}
        </span>
      </h4>
      {listed.length === 0 && <p class="muted">{step === undefined ? words.looksOn : words.nothing(whole(step))}</p>}
      <LookedAt run={run} />
      <ul>
        {listed.map((each) => (
          <FindingView
            key={`${each.finding.diagnosis} ${each.finding.where}`}
            listed={each}
            experiment={race.experiment.value}
            apply={apply}
            onShow={onShow}
          />
        ))}
      </ul>
    </div>
  );
}
