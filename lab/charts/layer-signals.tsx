import { useMemo } from "preact/hooks";
import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import { FigureFrame } from "./figure-frame.tsx";
import { countText, numberText } from "./number-text.ts";
import { plannedSteps } from "./run-sides.ts";
import { sentences } from "./sentences.ts";
import { signalAt } from "./signal-at.ts";
import { layersWith, SIGNAL_MEASURES, SignalCurves } from "./signal-curves.ts";
import { SignalPlot } from "./signal-plot.tsx";
import { signalTable } from "./signal-table.ts";
import { lastStep } from "./use-step-cursor.ts";
import "./layer-signals.css";

/** What each layer of both networks does while it learns: how far its outputs spread, how many are dead, how far steps go. */
export function LayerSignals({ race }: { race: Race }) {
  const words = texts().charts;
  const curves = useMemo(() => [new SignalCurves(), new SignalCurves()] as const, [race]);
  const [a, b] = [race.a.value, race.b.value];
  const sides = useMemo(() => [curves[0].follow(a?.signals), curves[1].follow(b?.signals)], [curves, a, b]);
  const shown = SIGNAL_MEASURES.filter((measure) => sides.some((side) => layersWith(side, measure).length > 0));
  const steps = useMemo(() => plannedSteps(race), [a, b]);
  const last = lastStep(race);
  const at = race.cursor.value ?? last;

  const summary = sides.flatMap((side, i) => {
    const layers = layersWith(side, "std").map(([, each]) => signalAt(each, "std", last));
    if (layers.length === 0) return [];
    const arm = i === 0 ? "A" : "B";
    return [
      words.signals.now(arm, countText(last), String(layers.length), numberText(layers[0]), numberText(layers.at(-1))),
    ];
  });
  return (
    <FigureFrame
      kind="layer-signals"
      title={words.signals.title}
      summary={summary.length === 0 ? words.nothingYet : sentences(...summary)}
      {...(shown.length > 0 && { legend: sentences(words.signals.key, words.signals.healthy) })}
      table={() => signalTable(sides, shown, at)}
    >
      <div class="signal-grid">
        {shown.map((measure) => (
          <SignalPlot key={measure} race={race} measure={measure} sides={sides} steps={steps} />
        ))}
      </div>
    </FigureFrame>
  );
}
