import { defineDiagnosis } from "../diagnosis.ts";
import { rateCures } from "../rate-cures.ts";
import { kernelRows, medianOf } from "../signs/layer-rows.ts";

export const rateTooLow = defineDiagnosis({
  name: "rateTooLow",
  title: "A learning rate that is too low",
  summary: "No kernel moves noticeably, and the loss hardly falls.",
  source: "CS231n, Neural networks 3: a step should move weights by about a thousandth; thresholds measured here",
  group: "training",
  phase: "during",
  severity: "severe",
  signals:
    "the movement of a step over the size of a kernel, in the quarter of the steps where it is largest, of the kernel that moves most; the share of the first loss that is gone at the end",
  thresholds: {
    move: {
      value: 1.5e-4,
      why: "healthy kernels move by 8e-4 to 0.043 of their size, those of a rate of 1e-6 by 5e-6",
    },
    fall: { value: 0.15, why: "healthy runs lose a third of the first loss within 50 steps" },
  },
  avoid:
    "Silent about fewer than 30 steps and about weights that were trained before. A schedule that ends at 0 does not matter: the liveliest quarter counts.",
  explains: ["doesNotLearn", "stoppedTooSoon"],
  find({ course, patient }, limits) {
    if (course === undefined || course.steps.length < 30 || patient.training.given !== undefined) return undefined;
    const kernels = kernelRows(course.signals).filter(({ rows }) => rows.length >= 4);
    if (kernels.length === 0) return undefined;
    const moves = kernels.map(({ rows }) => {
      const quarter = Math.ceil(rows.length / 4);
      const quarters = [0, 1, 2, 3].map((i) =>
        medianOf(rows.slice(i * quarter, (i + 1) * quarter), ({ ratio }) => ratio),
      );
      return Math.max(...quarters.filter((move) => !Number.isNaN(move)));
    });
    const move = Math.max(...moves);
    const [first, last] = [course.evaluations[0]?.train.loss, course.evaluations.at(-1)?.train.loss];
    if (first === undefined || last === undefined) return undefined;
    const fall = 1 - last.mean / first.mean;
    if (!(move < limits.move && move > 0 && fall < limits.fall)) return undefined;
    return {
      where: "optimizer",
      evidence: [
        {
          signal: "movement of the liveliest kernel in a step, over its size",
          value: move,
          threshold: limits.move,
          beyond: "below",
        },
        {
          signal: "share of the first loss that is gone",
          value: fall,
          threshold: limits.fall,
          beyond: "below",
          step: course.steps.length,
        },
      ],
      meaning: `A step moves no kernel by more than ${move.toPrecision(1)} of its size: at this pace the run ends before it has learned.`,
    };
  },
  cures: (_, examination) => [...rateCures(examination, 10), { text: "Measure which rate suits: evenkeel find-rate" }],
  seeds: [
    {
      what: "Adam at a rate of 1e-6",
      recipe: () => ({ optimizer: "adam", learningRate: 1e-6 }),
      alsoRight: ["rateOutOfRange", "doesNotLearn"],
    },
    {
      what: "gradient descent at a rate of 1e-5",
      recipe: () => ({ optimizer: "sgd", learningRate: 1e-5 }),
      alsoRight: ["rateOutOfRange", "doesNotLearn"],
    },
  ],
});
