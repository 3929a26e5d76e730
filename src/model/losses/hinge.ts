import { iota, type Tensor } from "../../graph/tensor.ts";
import { oneOf, positive } from "../../options.ts";
import { expectClasses } from "../checks/expect-target.ts";
import { defineLoss } from "../loss.ts";

export const hinge = defineLoss({
  name: "hinge",
  summary: "By how much the score of the true class fails to exceed those of the other classes by a margin.",
  source: "against all: Weston and Watkins 1999, divided by the number of classes; worst: Crammer and Singer 2001",
  section: "losses",
  formula: "L = Σⱼ≠y max(0, m − x_y + xⱼ) / C against all\nL = max(0, m − x_y + maxⱼ≠y xⱼ) against the worst",
  use: "Where only the right class matters, not its probability: samples that are right by the margin have no gradient.",
  avoid: "Where probabilities are needed: the scores are not logits, and their softmax means nothing.",
  example: "hinge({ margin: 1 })",
  targetKind: "classes",
  options: {
    margin: positive(1, "by how much the score of the true class should be the largest"),
    against: oneOf(["all", "worst"], "all", "the mean over all classes, or only the strongest other class"),
  },
  compute({ output, target }, { margin, against }) {
    const others = missed(output, target, margin);
    return against === "all" ? others.mean() : others.max(1).mean();
  },
  each({ output, target }, { margin, against }) {
    const others = missed(output, target, margin);
    return against === "all" ? others.mean(1) : others.max(1);
  },
});

/** max(0, m − x_y + xⱼ) of the other classes, and 0 of the true one: [batch, classes]. */
function missed(output: Tensor, target: Tensor, margin: number): Tensor {
  const [batch, classes] = expectClasses("hinge", output, target);
  const truth = iota([batch, classes], 1).equal(target.reshape([batch, 1])); // one-hot [batch, classes]
  const score = truth.where(output, 0).sum(1, true); // x_y [batch, 1]
  const excess = output.sub(score).add(margin).maximum(0); // max(0, m − x_y + xⱼ)
  return truth.where(0, excess);
}
