import type { NonFinite } from "./non-finite.ts";

type Found = Omit<NonFinite, "detail">;

/** "step 37: the first value that was not finite is exp(104.3) = Infinity, in 3.softmax, from training sample 12. …" */
export function detailOf(found: Found, largestInput = 0): string {
  const { step, operation, of, value, sample, layer } = found;
  if (Number.isFinite(value))
    return `step ${step}: the square of the gradient is beyond float32, and the step would have made a weight of ${layer} ${shortNumber(value)}. ${adviceFor(found, largestInput)}`;
  const formula = FORMULAS[operation] ?? ((...args: string[]) => `${operation}(${args.join(", ")})`);
  const made = of === undefined ? (WORDS[operation] ?? operation) : formula(...of.map(shortNumber));
  const whose = sample === undefined ? "" : `, from training sample ${sample} (counted from 0)`;
  return `step ${step}: the first value that was not finite is ${made} = ${value}, ${placeOf(found)}${whose}. ${adviceFor(found, largestInput)}`;
}

/** What to do about it. */
function adviceFor(found: Found, largestInput: number): string {
  if (largestInput > SUSPICIOUS)
    return `An input of this sample is as large as ${shortNumber(largestInput)}: leave it out if it stands for a missing value, or scale the inputs.`;
  return (ADVICE.find(([applies]) => applies(found)) ?? LARGE)[1];
}

function placeOf({ pass, layer }: Found): string {
  if (layer === "") return { forward: "before the loss", gradient: "in a gradient", update: "in the update" }[pass];
  return { forward: `in ${layer}`, gradient: `in the gradient of ${layer}`, update: `in the update by ${layer}` }[pass];
}

function shortNumber(x: number): string {
  return String(
    Math.abs(x) >= 1e6 && Number.isFinite(x) ? Number(x.toPrecision(4)).toExponential() : Number(x.toPrecision(4)),
  );
}

/** Inputs above this were not meant: fill values such as 9.97e36 or 1e20. */
export const SUSPICIOUS = 1e10;

const FORMULAS: Readonly<Record<string, (...args: string[]) => string>> = {
  add: (a, b) => `${a} + ${b}`,
  sub: (a, b) => `${a} − ${b}`,
  mul: (a, b) => `${a} · ${b}`,
  div: (a, b) => `${a} / ${b}`,
};

/** Operations that take many numbers for one. */
const WORDS: Readonly<Record<string, string>> = {
  variable: "a weight or statistic",
  gather: "a number of the data",
  sum: "a sum",
  matmul: "a sum of products (matmul)",
  conv2d: "a sum of products (conv2d)",
  conv2dInputGradient: "a sum of products (conv2d)",
  conv2dKernelGradient: "a sum of products (conv2d)",
};

type Advice = readonly [applies: (found: Found) => boolean, text: string];

const LARGE: Advice = [
  () => true,
  "Numbers grew beyond float32 (3.4e38): scale the inputs, take a learning rate ten times smaller, or clip gradients.",
];

/** By what was found; the first that applies. */
const ADVICE: readonly Advice[] = [
  [
    ({ pass, operation, of = [] }) => pass === "update" && operation === "mul" && of[0] === of[1],
    "The optimizer keeps squares of gradients, which float32 has up to 1.8e19: clip before it, as in chain(clipByGlobalNorm(1), adam()).",
  ],
  [({ pass }) => pass === "update", "Take a learning rate ten times smaller, or clip gradients."],
  [
    ({ operation, of }) => operation === "div" && of?.[1] === 0,
    "A division by 0: add a small number to the divisor, and for a gradient of sqrt to what is under the root.",
  ],
  [
    ({ operation, of = [] }) => operation === "log" && of[0] <= 0,
    "The logarithm of a number that is not above 0: take a loss of logits, such as crossEntropy(), or add a small number.",
  ],
  [
    ({ operation, of = [] }) => operation === "sqrt" && of[0] < 0,
    "The root of a negative number: take maximum(0) of what is under it.",
  ],
  [
    ({ operation }) => operation === "exp" || operation === "expm1",
    "exp overflows above 88.7: subtract the largest value first, as softmax does, or take a learning rate ten times smaller.",
  ],
];
