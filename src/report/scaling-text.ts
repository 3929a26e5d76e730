import type { ScalingFacts } from "../signals/scaling-facts.ts";

/** The page of `evenkeel explain scaling`. */
export function scalingText({ sums, spacings, slopes }: ScalingFacts, bold: (text: string) => string = String): string {
  return [
    bold("Why values belong in [−1, 1], in the engine's own numbers (float32)"),
    "",
    "A large number swallows a small one:",
    ...sums.map(({ large, small, sum }) => {
      const lost = sum === Math.fround(large);
      return `  ${`${short(large)} + ${short(small)}`.padEnd(14)} = ${String(lost ? large : Number(sum.toPrecision(8))).padEnd(12)} ${lost ? "the small one is lost" : "both count"}`;
    }),
    "",
    "The spacing of neighboring numbers; an update smaller than half of it changes nothing:",
    ...spacings.map(({ at, spacing }) => `  at ${short(at).padEnd(6)} ${short(spacing)}`),
    "",
    "Where an activation is flat, no gradient passes and nothing is learned. Slopes by back-propagation:",
    `  ${"x".padStart(5)}${["tanh", "sigmoid", "relu"].map((name) => name.padStart(12)).join("")}`,
    ...slopes.map(
      ({ x, tanh, sigmoid, relu }) =>
        `  ${String(x).padStart(5)}${[tanh, sigmoid, relu].map((slope) => short(slope).padStart(12)).join("")}`,
    ),
    "",
    "Inputs from 0 to 255 drive a tanh or sigmoid to where its slope is 0, and make the first gradients 255 times as large.",
    "Remedies: scaleToUnit() for [0, 1], scaleToSymmetric() for [−1, 1], standardize() for mean 0 and standard deviation 1.",
    "To see what raw inputs cost: npx evenkeel compare scaling",
  ].join("\n");
}

/** Three digits; powers of ten for very small and large numbers. */
function short(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5))
    return value.toExponential(size.toExponential().startsWith("1e") ? 0 : 2).replace("e+", "e");
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(3)));
}
