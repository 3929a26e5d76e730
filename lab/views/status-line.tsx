import type { Race, RunState } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import { Letter } from "./letter.tsx";
import { whole } from "./written.ts";

/** One line that is always in sight: what computes, and how quickly. */
export function StatusLine({ race }: { race: Race }) {
  const words = texts().shell.status;
  const engine = race.engine.value;
  const gpu = race.experiment.value.backend === "webgpu";
  return (
    <footer class="status-line">
      <p>
        <span class="unseen">{words.label}:</span>
        {engine === undefined ? (
          words.waiting
        ) : gpu ? (
          <span>{race.a.value?.computedBy ?? race.b.value?.computedBy ?? words.gpu(race.status.value === "idle")}</span>
        ) : (
          <>
            <span>{texts().race.engine(engine.simd === "relaxed")}</span>
            <span>{engine.sharedMemory ? words.shared : words.notShared}</span>
          </>
        )}
        <Rate race={race} arm="a" />
        <Rate race={race} arm="b" />
      </p>
    </footer>
  );
}

function Rate({ race, arm }: { race: Race; arm: "a" | "b" }) {
  const run = race[arm].value;
  if (run === undefined) return null;
  const rate = stepsPerSecond(run);
  const words = texts().shell.status;
  return (
    <span class="rate">
      <Letter arm={arm} /> {rate === undefined ? words.noRate : words.rate(whole(rate))}
    </span>
  );
}

/** Over the last second of training, or over all of it where there was less. */
function stepsPerSecond({ seconds }: RunState): number | undefined {
  const now = seconds.at(-1);
  if (now === undefined || now <= 0) return undefined;
  let first = seconds.length - 1;
  while (first > 0 && (seconds[first - 1] ?? 0) > now - 1) first--;
  const from = first === 0 ? 0 : (seconds[first - 1] ?? 0);
  return (seconds.length - first) / (now - from);
}
