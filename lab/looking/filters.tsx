import type { TableData } from "../charts/data-table.tsx";
import { FigureFrame } from "../charts/figure-frame.tsx";
import { numberText } from "../charts/number-text.ts";
import { useLook } from "../charts/use-look.ts";
import type { ArmName } from "../experiment.ts";
import type { Look, Filters as Weights } from "../protocol.ts";
import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import { Letter } from "../views/letter.tsx";
import { whole } from "../views/written.ts";
import { filterNumbers, scaleOf } from "./filter-numbers.ts";
import { FilterPictures } from "./filter-pictures.tsx";
import "./filters.css";

/** The weights that look at the inputs, as pictures: those of both sides on one scale, now or at the step that is shown. */
export function Filters({ race }: { race: Race }) {
  const words = texts().doctor.filters;
  const looks = { a: useLook(race, "a").look, b: useLook(race, "b").look };
  const [a, b] = [looks.a?.filters, looks.b?.filters];
  if (looks.a === undefined && looks.b === undefined) return <p class="muted">{words.waiting}</p>;
  if (a === undefined && b === undefined) return <p class="muted">{words.none}</p>;
  const scale = scaleOf([a, b].flatMap((each) => each?.pixels ?? []));
  const channels = Math.max(a?.channels ?? 1, b?.channels ?? 1);
  const said = (["a", "b"] as const).map((arm) => inWords(arm, looks[arm]));
  return (
    <FigureFrame
      title={words.title}
      kind="filters"
      summary={said.join(" ")}
      legend={channels > 1 ? `${words.key} ${words.channels(whole(channels))}` : words.key}
      table={() => tableOf(a, b)}
    >
      <div class="filters-sides">
        {(["a", "b"] as const).map((arm) => (
          <div key={arm}>
            <h4>
              <Letter arm={arm} /> {titleOf(arm, looks[arm]?.filters)}
            </h4>
            {looks[arm]?.filters && (
              <FilterPictures filters={looks[arm].filters} scale={scale} label={inWords(arm, looks[arm])} />
            )}
          </div>
        ))}
      </div>
      <p class="filters-scale small">
        <span>{numberText(-scale)}</span>
        <span class="filters-colors" aria-hidden="true" />
        <span>{numberText(scale)}</span>
        <span class="unseen">{words.scale(numberText(-scale), numberText(scale))}</span>
      </p>
    </FigureFrame>
  );
}

function titleOf(arm: ArmName, filters: Weights | undefined): string {
  const words = texts().doctor.filters;
  if (filters === undefined) return words.noneOf(arm.toUpperCase());
  const { layer, pixels, count } = filters;
  return words.of(whole(pixels.length), whole(count), layer, pixels.length < count);
}

function inWords(arm: ArmName, look: Look | undefined): string {
  const words = texts().doctor.filters;
  if (look?.filters === undefined) return words.noneOf(arm.toUpperCase());
  const numbers = look.filters.pixels.map(filterNumbers);
  const [low, high] = [Math.min(...numbers.map(({ low }) => low)), Math.max(...numbers.map(({ high }) => high))];
  const finite = numbers.every((each) => each.finite);
  const said = words.now(arm.toUpperCase(), whole(look.step), numberText(low), numberText(high));
  return finite ? said : `${said} ${words.notFinite(arm.toUpperCase())}`;
}

function tableOf(a: Weights | undefined, b: Weights | undefined): TableData {
  const words = texts().doctor.filters;
  const columns = ["A", "B"].flatMap((letter) =>
    [words.smallest, words.largest, words.deviation].map((name) => `${letter}: ${name}`),
  );
  const count = Math.max(a?.pixels.length ?? 0, b?.pixels.length ?? 0);
  const cells = (pixels: Float32Array | undefined) => {
    if (pixels === undefined) return ["–", "–", "–"];
    const { low, high, deviation } = filterNumbers(pixels);
    return [low, high, deviation].map(numberText);
  };
  const rows = Array.from({ length: count }, (_, i) => [String(i + 1), ...cells(a?.pixels[i]), ...cells(b?.pixels[i])]);
  return { columns: [words.filter, ...columns], rows };
}
