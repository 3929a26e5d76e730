import pc from "picocolors";
import type { Study } from "../../compare/study.ts";
import type { TourStop } from "../../compare/tour/tour-stops.ts";
import { aligned } from "../words/aligned.ts";
import { interval, meanOf } from "../words/format.ts";
import { unitOf } from "../words/unit-of.ts";
import { hanging, wrap } from "../words/wrap.ts";

export const TOUR_TITLE = "Three tricks, measured against their absence";

/** The studies of the tour for the terminal: of each the question, the numbers, and the verdict. */
export function tourText(
  stops: readonly { stop: TourStop; study: Study }[],
  { color = false, width = 80 }: { color?: boolean; width?: number } = {},
): string {
  const colors = pc.createColors(color);
  return [
    colors.bold(TOUR_TITLE),
    "",
    ...stops.flatMap(({ stop, study }, i) => {
      const rows = study.effects.map(({ variant, value }) => [
        `   ${variant}`,
        meanOf(value, unitOf(study)),
        `(${interval(value, unitOf(study))})`,
      ]);
      return [
        ...hanging(`${i + 1}. `, stop.title, width).map(colors.bold),
        ...wrap(stop.question, width - 3).map((line) => `   ${line}`),
        ...aligned([["   ", `test ${study.metric}`, "(95 % interval)"], ...rows]).map(colors.dim),
        ...verdictsOf(study).flatMap((verdict) => hanging("→ ", verdict, width - 3).map((line) => `   ${line}`)),
        ...wrap(stop.point, width - 3).map((line) => `   ${line}`),
        "",
      ];
    }),
  ].join("\n");
}

/** What was found: of each variant, or all together where none differs. */
export function verdictsOf({ effects, conclusions, baseline }: Study): string[] {
  const others = effects.filter(({ variant }) => variant !== baseline);
  if (others.length === 1) return others.map(({ verdict }) => verdict);
  return [...conclusions];
}
