import { scatterChart } from "../../chart/scatter.ts";
import type { Markup } from "../../page/markup.ts";
import { picture, section } from "../../page/parts.ts";
import { percent } from "../../words/format.ts";
import type { Judged } from "../judgement.ts";
import { idOf, titleOf } from "../of-output.ts";

/** The reliability diagram: how often answers of some confidence are right. */
export function calibrationSection({ calibration, judged, name }: Judged): Markup | undefined {
  if (calibration === undefined || calibration.length === 0) return undefined;
  const most = Math.max(...calibration.map(({ count }) => count));
  const chart = scatterChart({
    id: idOf("calibration", name),
    title: "Confidence and accuracy",
    description: calibration
      .map(({ confidence, accuracy }) => `${percent(confidence)} sure: ${percent(accuracy)} right`)
      .join("; "),
    width: 460,
    height: 400,
    dots: calibration.map(({ confidence, accuracy, count }) => ({
      x: confidence,
      y: accuracy,
      radius: 3 + 7 * Math.sqrt(count / most), // the area grows with the number of samples
      hint: `${count} answers, ${percent(confidence)} sure on average: ${percent(accuracy)} right`,
    })),
    domain: [0, 1],
    xLabel: "probability of the answer",
    tick: "%",
    joined: true,
  });
  return section(
    idOf("calibration", name),
    titleOf("Whether its probabilities can be trusted", name),
    picture(
      "Share of right answers, by the probability of the answer",
      chart,
      `On the ${judged} set, in ten bins; larger dots stand for more samples. Below the diagonal the model is too sure of itself, above it not sure enough.`,
    ),
  );
}
