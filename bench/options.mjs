import { parseArgs } from "node:util";

export const USAGE = `Usage: npm run bench -- [options]

  --quick            fewer rounds; Evenkeel and PyTorch only; under two minutes
  --only LIST        parts by name, with commas: product, convolution, mlp, convnet, lesson, resnet, deep
  --threads N        of Evenkeel and PyTorch (2 by default)
  --rounds N         samples of each runner (15 by default, 5 if quick)
  --python PATH      a Python with PyTorch (python3, then /usr/bin/python3 by default)
  --json FILE        writes all samples
  --markdown FILE    writes the table
  --help`;

/** @param {string[]} args */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string" },
      threads: { type: "string", default: "2" },
      rounds: { type: "string" },
      python: { type: "string" },
      json: { type: "string" },
      markdown: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const { quick } = values;
  return {
    ...values,
    python: values.python,
    only: values.only?.split(","),
    threads: whole("threads", values.threads),
    rounds: whole("rounds", values.rounds ?? (quick ? "5" : "15")),
    /** Milliseconds of one sample. */
    sample: quick ? 40 : 80,
    /** Seconds for one answer of a peer. */
    limit: quick ? 60 : 120,
  };
}

function whole(name, text) {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw new Error(`--${name}: expected a whole number of at least 1, received "${text}"`);
}
