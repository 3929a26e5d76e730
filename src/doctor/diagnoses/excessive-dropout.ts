import { fromSpec } from "../../from-spec.ts";
import type { Layer } from "../../model/layer.ts";
import { defined } from "../../options/defined.ts";
import { changedModel, withOptions } from "../changed-model.ts";
import { defineDiagnosis } from "../diagnosis.ts";
import { seededModel } from "../seeds/seeded-model.ts";
import { leftToLearn } from "../signs/left-to-learn.ts";
import { dropoutRate } from "../structure/dropout-rate.ts";

/** What is usual in hidden layers, and none: small networks are better without. */
const MILDER = [0.3, 0];

export const excessiveDropout = defineDiagnosis({
  name: "excessiveDropout",
  title: "Too much dropout",
  summary: "So many units are dropped that what is left cannot learn, or learns slowly.",
  source: "Srivastava et al. 2014, section 7.3; Schoop et al. 2021, UMLAUT",
  group: "structure",
  phase: "probe",
  severity: "warning",
  signals:
    "the largest rate; the loss with masks over that without, of the same weights and samples; what is left to learn",
  thresholds: {
    rate: {
      value: 0.6,
      why: "0.2 to 0.5 is usual; validation far above training occurred in none of 36 healthy runs above this rate",
    },
    modes: { value: 1.5, why: "masks alone make the loss half as large again (TheDeepChecker's limit)" },
    left: {
      value: 0.35,
      why: "of the simplest answer's loss after a short training: healthy runs with dropout of 0.3 and 0.5 leave 0.09 to 0.12, those with 0.95 or rotations of 180° 0.4 to 0.75",
    },
  },
  avoid: "A rate alone is information: very wide layers stand 0.8. Stochastic depth is no dropout of units.",
  explains: ["doesNotLearn", "validationEasier", "stoppedTooSoon", "overRegularized"],
  find(examination, { rate, modes, left }) {
    const { layers, probe } = examination;
    const [strongest] = layers
      .filter(({ kind }) => kind !== "stochasticDepth")
      .toSorted((a, b) => dropoutRate(b) - dropoutRate(a));
    if (strongest === undefined || !(dropoutRate(strongest) > rate)) return undefined;
    const share = dropoutRate(strongest);
    const ratio = probe === undefined ? 0 : probe.modes.training / probe.modes.inference;
    const seen = { signal: "loss with masks over loss without", value: ratio, threshold: modes };
    return {
      where: strongest.path,
      evidence: [
        { signal: "rate of dropout", value: share, threshold: rate, layer: strongest.path },
        ...(ratio > modes ? [seen] : []),
        ...leftToLearn(examination, left),
      ],
      meaning: `Of 100 units ${Math.round(100 * (1 - share))} are left in a step. Gradients are mostly noise of the masks, and training is slow.`,
    };
  },
  cures: (_, { patient, layers }) =>
    MILDER.map((milder) => {
      const change = changedModel(
        patient,
        new Map(
          layers
            .filter((one) => dropoutRate(one) > milder && one.kind !== "stochasticDepth")
            .map(({ path }) => [path, (layer) => [withOptions(layer, { rate: milder }, patient)]]),
        ),
        { dropout: milder },
      );
      return { text: milder > 0 ? `Drop less: ${milder}` : "Drop nothing", ...defined({ change }) };
    }),
  seeds: [
    {
      what: "dropout of 95 %",
      recipe(healthy, data) {
        let masks = 0;
        const change = seededModel(healthy, data, (_, layer) => {
          if (layer.name !== "dropout") return [layer];
          masks++;
          return [fromSpec("layers", { name: "dropout", rate: 0.95 }) as Layer];
        });
        if (masks > 0) return change;
        return healthy.model === "mlp" ? { dropout: 0.95 } : undefined;
      },
    },
  ],
});
