import type { RunState } from "../race/race.ts";
import { language, texts } from "../texts/language.ts";

/** Whether data and structure of a side were looked at, without training, and what was left out. */
export function LookedAt({ run }: { run: RunState | undefined }) {
  const words = texts().doctor.before;
  if (run === undefined) return null;
  const { before } = run;
  if (before === undefined) return <p class="muted small">{words.later}</p>;
  if ("refused" in before) return <p class="message small">{words.refused(before.refused)}</p>;
  return (
    <div class="muted small">
      <p>{words.looked(before.diagnoses, before.findings.length)}</p>
      {before.left.map((sentence) => (
        <p key={sentence} lang={language.value === "en" ? undefined : "en"}>
          {sentence}
        </p>
      ))}
    </div>
  );
}
