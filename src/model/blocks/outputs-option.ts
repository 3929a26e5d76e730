import { count, optional } from "../../options.ts";

/** The options that say how many outputs an architecture has. */
export const OUTPUTS_OPTIONS = {
  classes: count(10, "number of classes, an output for each"),
  outputs: optional(
    count(
      undefined,
      "number of outputs, where they are not classes: the targets of a regression, or 1 for yes or no; an output for " +
        "each class by default",
    ),
  ),
};
