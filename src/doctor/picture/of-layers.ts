import type { Signal } from "../../signals/signal.ts";
import type { Finding } from "../finding.ts";
import { limitOf } from "./limit-of.ts";
import type { Draw } from "./of-training.ts";
import { thinnedPoints } from "./thinned-points.ts";

/** What is read of a layer at one step. */
type Read = (signal: Signal) => number | undefined;

/** A signal of the layer in question, step by step. @param sign how the words of the sign begin that it was measured by. */
export function layerBySteps(what: string, read: Read, sign = what): Draw {
  return ({ course }, finding) => {
    const layer = layerOf(finding);
    const rows = (course?.signals ?? []).filter((each) => each.layer === layer && read(each) !== undefined);
    if (rows.length < 2) return undefined;
    const points = thinnedPoints(
      rows.map(({ step }) => step),
      rows.map((each) => read(each) ?? Number.NaN),
    );
    const title = `${what[0].toUpperCase()}${what.slice(1)} of ${layer}`;
    return { title, x: "step", y: what, lines: [{ name: layer, points }], ...limitOf(finding, sign) };
  };
}

/** A signal of all layers at the first step, from the input on. @param sign how the words of the sign begin that it was measured by. */
export function byDepth(what: string, read: Read, sign = what): Draw {
  return ({ probe, course }, finding) => {
    const all = probe?.firstSignals ?? course?.signals ?? [];
    const step = all[0]?.step;
    const rows = all.filter((each) => each.step === step && read(each) !== undefined);
    if (rows.length < 2) return undefined;
    const points = thinnedPoints(
      rows.map((_, i) => i + 1),
      rows.map((each) => read(each) ?? Number.NaN),
    );
    const title = `${what[0].toUpperCase()}${what.slice(1)} through the network, step ${step}`;
    return {
      title,
      x: "layer, counted from the input",
      y: what,
      lines: [{ name: what, points }],
      ...limitOf(finding, sign),
    };
  };
}

/** How far the parameters of a layer moved, relative to their size: the largest of them. */
export const updateRatio: Read = ({ parameters }) => largest(parameters, ({ updateRatio }) => updateRatio);

/** The norm of the gradient of a layer's kernel: the largest of its parameters. */
export const gradientNorm: Read = ({ parameters }) => largest(parameters, (each) => each.gradientNorm);

function largest(
  parameters: Signal["parameters"],
  read: (parameter: NonNullable<Signal["parameters"]>[string]) => number | undefined,
): number | undefined {
  const values = Object.values(parameters ?? {}).flatMap((each) => read(each) ?? []);
  return values.length === 0 ? undefined : Math.max(...values);
}

/** Where it was measured. */
function layerOf({ evidence, where }: Finding): string {
  return evidence.find(({ layer }) => layer !== undefined)?.layer ?? where;
}
