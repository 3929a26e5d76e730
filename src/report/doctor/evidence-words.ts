import type { Evidence } from "../../doctor/finding.ts";

/** "root mean square of the inputs: 79, above 5 (2.relu, step 40)" */
export function evidenceInWords({ signal, value, threshold, beyond = "above", ...place }: Evidence): string {
  return `${signal}: ${shortNumber(value)}, ${beyond} ${shortNumber(threshold)}${placeInWords(place)}`;
}

/** " (2.relu, step 40)"; "" where nothing is known of it. */
export function placeInWords({ layer, step }: Pick<Evidence, "layer" | "step">): string {
  const place = [layer, step === undefined ? undefined : `step ${step}`].filter((each) => each !== undefined);
  return place.length === 0 ? "" : ` (${place.join(", ")})`;
}

/** A number of three digits: "79", "0.0312", "1.2e-8"; null, as JSON has numbers that are not finite, is said. */
export function shortNumber(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return "not finite";
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text = size >= 1e6 || size < 1e-4 ? value.toExponential(1) : String(Number(value.toPrecision(3)));
  return text.replace(/^-/, "−").replace("e-", "e−").replace("e+", "e");
}
