import type { Histogram } from "../protocol.ts";
import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import type { TableData } from "./data-table.tsx";
import { evenly } from "./evenly.ts";
import { FigureFrame } from "./figure-frame.tsx";
import { commonScale, HistogramPicture, isDrawn } from "./histogram-picture.tsx";
import { countText, numberText, percentText } from "./number-text.ts";
import { sentences } from "./sentences.ts";
import { useLook } from "./use-look.ts";
import "./histograms.css";

/** How the outputs of each layer are distributed, of A and of B, after the step that is shown. */
export function Histograms({ race }: { race: Race }) {
  const words = texts().charts;
  const looks = [useLook(race, "a"), useLook(race, "b")];
  const [a, b] = looks.map(({ look }) => look?.histograms ?? []);
  const layers = [...new Set([...a, ...b].map(({ layer }) => layer))];
  const of = (histograms: readonly Histogram[], layer: string) => histograms.find((each) => each.layer === layer);
  const step = looks[0].look?.step ?? looks[1].look?.step ?? 0;
  const notes = [a, b].flatMap((histograms, i) => {
    const arm = i === 0 ? "A" : "B";
    const outside = histograms.filter((each) => !isDrawn(each)).length;
    if (histograms.length === 0) return [words.histograms.noneOf(arm)];
    return outside > 0 ? [words.histograms.outside(arm, String(outside))] : [];
  });
  const messages = looks.flatMap(({ message }) => message ?? []);
  const now = layers.length === 0 ? words.nothingYet : words.histograms.now(countText(step), String(layers.length));
  return (
    <FigureFrame
      kind="histograms"
      title={words.histograms.title}
      summary={sentences(now, ...(layers.length === 0 ? [] : notes), ...messages)}
      {...(layers.length > 0 && { legend: words.histograms.key })}
      table={() => tableOf(layers, a, b)}
    >
      <div class="histogram-grid">
        {layers.map((layer) => {
          const pair = { a: of(a, layer), b: of(b, layer) };
          const [low, high] = commonScale(pair.a, pair.b);
          return (
            <div key={layer} class="histogram">
              <span class="histogram-name">{layer}</span>
              <HistogramPicture {...pair} label={words.histograms.of(layer)} />
              <span class="histogram-ends" aria-hidden="true">
                <span>{numberText(low)}</span>
                <span>{numberText(high)}</span>
              </span>
            </div>
          );
        })}
      </div>
    </FigureFrame>
  );
}

/** Bins of all layers, as shares; where there are too many, some of them. */
function tableOf(layers: readonly string[], a: readonly Histogram[], b: readonly Histogram[]): TableData {
  const words = texts().charts.histograms;
  const rows = layers.flatMap((layer) =>
    [a, b].flatMap((histograms, side) => {
      const histogram = histograms.find((each) => each.layer === layer);
      if (histogram === undefined || !isDrawn(histogram)) return [];
      const { counts, low, high } = histogram;
      const sum = counts.reduce((all, count) => all + count, 0) || 1;
      const edge = (i: number) => numberText(low + ((high - low) * i) / counts.length);
      return counts.map((count, i) => {
        const share = percentText(count / sum);
        return [layer, edge(i), edge(i + 1), side === 0 ? share : "", side === 1 ? share : ""];
      });
    }),
  );
  return {
    columns: [words.layer, words.from, words.to, words.shareOf("A"), words.shareOf("B")],
    rows: evenly(rows.length, 200).map((i) => rows[i]),
  };
}
