import { type Experiment, type RecipeJson, seedsOf } from "../experiment.ts";

/** The program that compares the two sides with the same seeds, as a person would write it. */
export function compareProgram(experiment: Experiment, names: { a: string; b: string }): string {
  const { base, a, b } = experiment;
  const own = Object.keys(base).filter((key) => a[key] === null || b[key] === null);
  const shared = Object.fromEntries(Object.entries(base).filter(([key]) => !own.includes(key)));
  const variant = (changes: RecipeJson) =>
    Object.fromEntries(
      [...own.map((key) => [key, base[key]] as const), ...Object.entries(changes)].filter(
        ([key, value]) => value !== null && changes[key] !== null,
      ),
    );
  const options = {
    base: shared,
    variants: { [names.a]: variant(a), [names.b]: variant(b) },
    seeds: seedsOf(experiment),
    ...(experiment.backend !== undefined && { backend: experiment.backend }),
  };
  return `import { compare } from "evenkeel";

const study = await compare(${literal(options)});
for (const sentence of study.conclusions) console.log(sentence);
`;
}

const WIDTH = 80;

/** A value as TypeScript, on one line where it fits. */
function literal(value: unknown, indent = ""): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const deeper = `${indent}  `;
  const isList = Array.isArray(value);
  const parts = Object.entries(value).map(
    ([key, each]) =>
      (isList ? "" : `${/^[A-Za-z_]\w*$/.test(key) ? key : JSON.stringify(key)}: `) + literal(each, deeper),
  );
  const [open, close] = isList ? "[]" : "{}";
  if (parts.length === 0) return `${open}${close}`;
  const line = isList ? `[${parts.join(", ")}]` : `{ ${parts.join(", ")} }`;
  const fits = indent.length + line.length < WIDTH && !line.includes("\n");
  return fits && indent !== ""
    ? line
    : `${open}\n${parts.map((part) => `${deeper}${part},\n`).join("")}${indent}${close}`;
}
