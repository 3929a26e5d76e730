import { scatterChart } from "../../chart/scatter.ts";
import { element, type Markup } from "../../page/markup.ts";
import { picture, section } from "../../page/parts.ts";
import type { RunReport } from "../run-report.ts";

/** Predicted against true values, a picture for each target. */
export function residualsSection({ residuals, judged }: RunReport): Markup | undefined {
  if (residuals === undefined || residuals.length === 0) return undefined;
  const pictures = residuals.map(({ target, pairs, bias, std }, i) => {
    const chart = scatterChart({
      id: `residuals-${i}`,
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
    });
    const reading = `On the ${judged} set. Predicted − true: mean ${short(bias)}, standard deviation ${short(std)}. A model that is always right has all dots on the diagonal.`;
    return picture(`Predicted ${target}`, chart, reading);
  });
  return section("residuals", "Predicted and true values", element("div", { class: "pair" }, pictures));
}

function short(x: number): string {
  return String(Number(x.toPrecision(4))).replace("-", "−");
}
