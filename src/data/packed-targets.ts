import { usageError } from "../errors.ts";
import { defined } from "../options/defined.ts";
import { show } from "../options/show.ts";
import type { ArraySource, Classes, Labels, Named, Source } from "./array-source.ts";
import { classTargets } from "./class-targets.ts";
import type { TargetPart } from "./layout.ts";
import { packValues } from "./pack-values.ts";
import { isNamed, sameNames } from "./packed-inputs.ts";
import type { Values } from "./samples.ts";
import { realTargets } from "./values-of-samples.ts";

/** The targets of each source, packed into one, and what lies where in them. */
interface Packed {
  targets: Values[];
  parts: TargetPart[];
  classes?: undefined;
}

/**
 * Several labels and targets by name; undefined where they have no names. Labels come first.
 * @throws a usage error for names that are given twice, that another source lacks, or that only some are given by.
 */
export function packedTargets(
  name: string,
  sources: readonly Source[],
  classes: ArraySource["classes"],
  counts: readonly number[],
): Packed | undefined {
  const [{ of: first }] = sources;
  if (!isNamed(first.labels) && !isNamed(first.targets)) return undefined;
  for (const kind of ["labels", "targets"] as const)
    if (first[kind] !== undefined && !isNamed(first[kind]))
      throw usageError({
        where: `${name}.${kind}`,
        expected: "several by name, { name: … }, as the others are",
        received: show(first[kind]),
      });
  const named = (["labels", "targets"] as const).map((kind) => {
    const names = isNamed(first[kind]) ? Object.keys(first[kind]) : [];
    const of = sources.map(({ where, of }) =>
      names.length === 0 && of[kind] === undefined ? {} : sameNames(`${where}.${kind}`, of[kind], names),
    );
    return { names, of };
  });
  const [labels, targets] = named;
  const twice = labels.names.find((one) => targets.names.includes(one));
  if (twice !== undefined)
    throw usageError({ where: name, expected: "each name once", received: `${twice} in labels and in targets` });
  const kinds = classesByName(`${name}.classes`, classes, labels.names);
  const parts: TargetPart[] = [];
  const values: Values[][] = [];
  for (const one of labels.names) {
    const own = sources.map(({ where }, i) => ({
      where: `${where}.${one}`,
      of: { inputs: [], labels: labels.of[i][one] as Labels },
    }));
    const made = classTargets(`${name}.${one}`, own, kinds[one], counts);
    parts.push({ name: one, shape: [], classes: made.classes });
    values.push(made.targets);
  }
  for (const one of targets.names) {
    const own = sources.map(({ where }, i) => realTargets(`${where}.${one}.targets`, targets.of[i][one], counts[i]));
    parts.push({ name: one, shape: own[0].shape.slice(1) });
    values.push(own);
  }
  return { parts, targets: sources.map((_, i) => packValues(values.map((own) => own[i]))) };
}

function classesByName(
  where: string,
  given: ArraySource["classes"],
  names: readonly string[],
): Partial<Named<Classes>> {
  if (given === undefined) return {};
  const named = given as Partial<Named<Classes>>;
  const all = defined(Object.fromEntries(names.map((name) => [name, isNamed(given) ? named[name] : undefined])));
  if (isNamed(given) && Object.keys(given).every((name) => names.includes(name))) return all;
  throw usageError({
    where,
    expected: `classes by name, of ${names.join(", ") || "no labels"}`,
    received: isNamed(given) ? Object.keys(given).join(", ") : "classes of one target",
  });
}
