import { defined } from "../../../options/defined.ts";
import { scatterChart } from "../../chart/scatter.ts";
import { element, type Markup } from "../../page/markup.ts";
import { picture, section } from "../../page/parts.ts";
import type { Judged } from "../judgement.ts";
import { idOf, titleOf } from "../of-output.ts";

/** Predicted against true values, a picture for each target. */
export function residualsSection({ residuals, judged, name }: Judged): Markup | undefined {
  if (residuals === undefined || residuals.length === 0) return undefined;
  const pictures = residuals.map(({ target, pairs, bias, std }, i) => {
    const chart = scatterChart({
      id: idOf(`residuals-${i}`, name),
      title: `Predicted against true ${target}`,
      description: `${pairs.length} samples; predicted − true is ${short(bias)} on average, with a standard deviation of ${short(std)}`,
      width: 460,
      height: 400,
      dots: pairs.map(([truth, answer]) => ({
        x: truth,
        y: answer,
        hint: `true ${short(truth)}, predicted ${short(answer)}`,
      })),
      xLabel: `true ${target}`,
      ...defined({ tick: tickOf(pairs.flat()) }),
    });
    const reading = `On the ${judged} set. Predicted − true: mean ${short(bias)}, standard deviation ${short(std)}. A model that is always right has all dots on the diagonal.`;
    return picture(`Predicted ${target}`, chart, reading);
  });
  return section(
    idOf("residuals", name),
    titleOf("Predicted and true values", name),
    element("div", { class: "pair" }, pictures),
  );
}

/** "4M" and "2e-7" for numbers that would be too wide beside an axis. */
function tickOf(numbers: readonly number[]): string | undefined {
  const largest = numbers.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  if (largest >= 1e5) return "~s";
  return largest > 0 && largest < 1e-3 ? "~e" : undefined;
}

function short(x: number): string {
  return String(Number(x.toPrecision(4))).replace("-", "−");
}
