import { sampleCount } from "../../data/dataset.ts";
import { defineDiagnosis } from "../diagnosis.ts";
import { capacityCures } from "../structure/capacity-cures.ts";

export const capacityOff = defineDiagnosis({
  name: "capacityOff",
  title: "Capacity out of proportion to the data",
  summary: "The model has far more, or far fewer, weights than the training samples ask for.",
  source: "Baum and Haussler 1989; Belkin et al. 2019; the 2-unit bottleneck of DeepFD's subjects (Cao et al. 2022)",
  group: "structure",
  phase: "before",
  severity: "information",
  signals: "parameters over samples × outputs; the narrowest hidden layer against the classes",
  thresholds: {
    many: {
      value: 100,
      why: "a hundred weights for each number to fit: far beyond the interpolation threshold, which is 1",
    },
    narrow: { value: 1, why: "fewer hidden units than classes give scores of a lower rank: classes share directions" },
  },
  avoid:
    "Only information: large networks often generalize, and narrow layers may be meant. The validation loss decides.",
  find({ patient, layers }, { many, narrow }) {
    const { parameters, constraints } = patient.training.capacity;
    const ratio = parameters / constraints;
    if (ratio > many)
      return {
        where: "model",
        evidence: [{ signal: "parameters for each number to fit", value: ratio, threshold: many }],
        meaning: `${parameters.toLocaleString("en")} parameters learn ${constraints.toLocaleString("en")} numbers by heart with ease. Go by the validation loss; a smaller model is faster.`,
      };
    const classes = patient.data.classes?.length ?? 0;
    const hidden = layers.filter(
      ({ role, kind, after }) => role === "linear" && kind === "dense" && after !== undefined,
    );
    const least = hidden.toSorted((a, b) => (a.outputShape[0] ?? 0) - (b.outputShape[0] ?? 0))[0];
    const units = least?.outputShape[0] ?? Number.POSITIVE_INFINITY;
    if (classes < 3 || units / classes >= narrow) return undefined;
    return {
      where: least?.path ?? "model",
      evidence: [
        {
          signal: "hidden units for each class",
          value: units / classes,
          threshold: narrow,
          beyond: "below",
          layer: least?.path ?? "",
        },
      ],
      meaning: `All that is known of a sample passes through ${units} numbers, from which ${classes} classes are told apart.`,
    };
  },
  cures: (found, examination) => capacityCures(found.where, examination),
  seeds: [
    {
      what: "hidden layers of 2 units",
      recipe: ({ model, task }, { classes = [] }) =>
        model === "mlp" && task !== "regression" && classes.length > 2 ? { hidden: [2] } : undefined,
    },
    {
      what: "two hidden layers with 150 weights for each number to fit",
      recipe({ model }, { train, classes }) {
        const width = Math.ceil(Math.sqrt(150 * sampleCount(train) * (classes?.length ?? 1)));
        return model === "mlp" && width <= 1024 ? { hidden: [width, width] } : undefined;
      },
      alsoRight: ["overfits"],
    },
  ],
});
