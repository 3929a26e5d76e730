import { monitorOption } from "../../model/monitor.ts";
import { count, formerly, nonNegative, oneOf, optional, positive } from "../../options.ts";
import { defineCallback } from "../callback.ts";
import type { Epoch } from "../run/history.ts";
import { CRITERIA, type CriterionName } from "../stopping-criteria.ts";

export const earlyStopping = defineCallback({
  name: "earlyStopping",
  summary:
    "Stops when the validation loss, or another measure, has not improved for some epochs, and gives back the best weights.",
  source: "Prechelt 1998, Early stopping – but when?, section 2; patience: the criterion in common use",
  section: "overfitting",
  formula: [
    "GL(t) = 100·(E_va(t) / min E_va − 1) > α",
    "PQ(t) = GL(t) / P_k(t) > α, P_k(t) = 1000·(Σ E_tr / (k·min E_tr) − 1) over the last k epochs",
    "UP_s: E_va(t) > E_va(t − k) at the end of s strips of k epochs in a row",
  ].join("\n"),
  use: "With a validation set, nearly always: it costs nothing, and the best weights come back however the run ends. GL where time is scarce, PQ where the curve is rough, UP where it overfits late.",
  avoid:
    "Where the loss rises for a while before it falls again (restarts of the rate, deep double descent): give more patience. The validation loss used to choose is no longer an unbiased estimate; report the test set.",
  example: "earlyStopping({ patience: 3 })",
  stops: "early stopping",
  options: {
    patience: count(
      3,
      "epochs without improvement before the run stops, for the criterion patience; with any criterion, epochs in a row whose measure is not finite",
    ),
    minDelta: nonNegative(0, "how much better the measure must be to count as improved, for the criterion patience"),
    monitor: monitorOption(
      "the measure of the validation set to go by, the loss by default; whether more is better follows from the metric",
    ),
    criterion: oneOf(Object.keys(CRITERIA) as CriterionName[], "patience", "what decides that it is time to stop"),
    alpha: optional(positive(undefined, "α of GL (percent, 5 by default) and of PQ (0.5 by default)")),
    stripLength: formerly("strip", count(5, "k, epochs in a training strip, for PQ and UP")),
    successiveStrips: formerly("strips", count(3, "s, strips in a row at whose end the loss has risen, for UP")),
  },
  monitor: ({ monitor }) => monitor,
  start({ criterion, monitor, ...options }) {
    const [watched, train]: [number[], number[]] = [[], []];
    let reasonToStop: ReturnType<(typeof CRITERIA)[CriterionName]> | undefined;
    let [lowest, bestEpoch, notFinite] = [Infinity, 0, 0];
    return {
      /** `train` says what is monitored; in a loop of one's own that does not, it is the loss. */
      async epochEnd({ epoch, monitored = lossOf(epoch), keepWeights }) {
        const { name, value, higherIsBetter } = monitored;
        reasonToStop ??= CRITERIA[criterion]({ ...options, higherIsBetter });
        const loss = higherIsBetter ? -value : value;
        watched.push(loss);
        train.push(epoch.train.loss);
        notFinite = Number.isFinite(loss) ? 0 : notFinite + 1;
        if (loss < lowest) {
          [lowest, bestEpoch] = [loss, epoch.epoch];
          await keepWeights();
        }
        const reason = reasonToStop({ watched, train }) ?? tooLongNotFinite();
        return reason === undefined
          ? undefined
          : `the ${epoch.validation === undefined ? "training" : "validation"} ${name} ${reason}`;
      },
    };

    function tooLongNotFinite(): string | undefined {
      if (notFinite < options.patience) return undefined;
      const best = bestEpoch === 0 ? "in no epoch was it finite" : `the weights are those after epoch ${bestEpoch}`;
      return `was ${watched.at(-1)} for ${notFinite} epochs in a row; ${best}`;
    }
  },
});

function lossOf({ train, validation }: Epoch) {
  return { name: "loss", value: (validation ?? train).loss, higherIsBetter: false };
}
