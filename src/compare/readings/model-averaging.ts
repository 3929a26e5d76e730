import { ambiguityOf, meanOf } from "./ambiguity.ts";
import { judgeProbabilities } from "./judge-probabilities.ts";
import { meanOfMeasures, meanOfNumbers } from "./mean-of-numbers.ts";
import { probabilitiesOf, truthOf } from "./probabilities-of.ts";
import { defineReading } from "./reading-experiment.ts";

const SIZES = [1, 2, 5, 10];

/** Do several networks, whose probabilities are averaged, err less than one? Yes, by as much as they disagree. Accuracy gains little. */
export const modelAveraging = defineReading({
  name: "modelAveraging",
  title: "The mean of several networks against one",
  question: "Does the mean of several networks err less than one of them, and by how much?",
  summary: "Trains ten networks for each seed, and tests one, two, five and all ten of them together.",
  base: { model: "mlp", hidden: [32], optimizer: "adam", learningRate: 1e-2, batchSize: 64, epochs: 10 },
  drawn: { trainSize: 500, validationSize: 0, testSize: 2000 },
  seeds: 6,
  networks: Math.max(...SIZES),
  variants: SIZES.map(nameOf),
  async read(networks, data) {
    const truth = truthOf(data);
    const members = await Promise.all(networks.map((network) => probabilitiesOf(network, data)));
    // Of a size, as many groups as the networks give without sharing one: single networks differ much more than groups.
    const inGroups = (size: number) => {
      const groups = Array.from({ length: Math.floor(members.length / size) }, (_, i) =>
        members.slice(i * size, (i + 1) * size),
      );
      return meanOfMeasures(
        groups.map((group) => ({ ...judgeProbabilities(meanOf(group), truth), ...ambiguityOf(group, truth) })),
      );
    };
    return Object.fromEntries(SIZES.map((size) => [nameOf(size), inGroups(size)]));
  },
  tables(runs) {
    const rows = SIZES.map((size) => {
      const of = (measure: string) =>
        meanOfNumbers(
          runs.filter(({ variant }) => variant === nameOf(size)).map(({ test }) => test?.[measure] as number),
        );
      return {
        networks: size,
        memberError: of("memberError"),
        ambiguity: of("ambiguity"),
        error: of("error"),
        loss: of("loss"),
      };
    });
    return [
      {
        title: "Where the gain comes from",
        columns: [
          { name: "networks", heading: "Networks", unit: "count" },
          { name: "memberError", heading: "Mean error of one", unit: "number" },
          { name: "ambiguity", heading: "− ambiguity", unit: "number" },
          { name: "error", heading: "= error of the mean", unit: "number" },
          { name: "loss", heading: "Cross-entropy", unit: "number" },
        ],
        rows,
        note:
          "Errors are squared distances of the probabilities from the true class, summed over classes, means over test samples and " +
          "seeds. The ambiguity is the squared distance of the networks from their mean: the mean of several never errs more than " +
          "they do on average, and less by as much as they disagree (Krogh and Vedelsby 1995). Of fewer networks than ten, all groups " +
          "that share none count, with their mean.",
      },
    ];
  },
});

/** "1 network", "5 networks" */
function nameOf(size: number): string {
  return `${size} network${size === 1 ? "" : "s"}`;
}
