import type { Values } from "../../data/samples.ts";
import { usageError } from "../../errors.ts";
import { permuted } from "../../formats/permuted.ts";
import { showShape } from "../../graph/shape.ts";
import { show } from "../../options/show.ts";
import { sayOnce } from "../../say-once.ts";
import { type Rename, renamed, twice } from "./renamed.ts";

interface Importing {
  rename: Rename | undefined;
  flattened: Readonly<Record<string, readonly number[]>> | undefined;
}

/** What PyTorch's names of tensors are called in our layers, by their kind. */
const NORMALIZATION = { weight: "scale", bias: "shift", running_mean: "mean", running_var: "variance" };
const LAYER = { weight: "kernel", bias: "bias" };
const NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  dense: LAYER,
  conv2d: LAYER,
  depthwiseConv2d: LAYER,
  batchNorm: NORMALIZATION,
  layerNorm: NORMALIZATION,
  groupNorm: NORMALIZATION,
  instanceNorm: NORMALIZATION,
  rmsNorm: NORMALIZATION,
  prelu: { weight: "slope" },
  embedding: { weight: "table" },
};

/**
 * The tensors of a PyTorch state_dict in our names and layouts. A module that is named by its number alone, as in
 * `nn.Sequential`, gets the kind that its tensors show: "3.weight" [out, in] is "3.dense/kernel". How many batches a
 * normalization has seen (`num_batches_tracked`) is left out.
 */
export function ofPyTorch(tensors: Readonly<Record<string, Values>>, { rename, flattened = {} }: Importing) {
  const kinds = kindsOf(tensors);
  const kept = Object.entries(tensors).filter(([name]) => !/(^|\.)num_batches_tracked$/.test(name));
  const left = Object.keys(tensors).length - kept.length;
  if (left > 0) sayOnce([`importWeights: ${left} × num_batches_tracked left out: layers here do not count batches.`]);
  const origins = renamed(Object.fromEntries(kept.map(([name, value]) => [name, { name, value }])), rename);
  const imported: Record<string, Values> = {};
  for (const [now, { name, value }] of Object.entries(origins)) {
    const ours = ourName(now, kinds.get(moduleOf(name)) ?? "");
    if (Object.hasOwn(imported, ours)) throw twice(name, ours);
    imported[ours] = turned(ours, value);
  }
  for (const [layer, shape] of Object.entries(flattened)) unflatten(imported, layer, shape);
  return imported;
}

/** "layer1.0.conv1" of "layer1.0.conv1.weight" */
function moduleOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf(".")));
}

/** The kind of layer that the tensors of each module show. */
function kindsOf(tensors: Readonly<Record<string, Values>>): Map<string, string> {
  const found = Object.entries(tensors).flatMap(([name, { shape }]) => {
    if (!/(^|\.)weight$/.test(name)) return [];
    const has = (leaf: string) => Object.hasOwn(tensors, name.slice(0, -"weight".length) + leaf);
    const ofRank1 = has("running_mean") ? "batchNorm" : has("bias") ? "layerNorm" : "prelu";
    const kind = shape.length === 4 ? "conv2d" : shape.length === 1 ? ofRank1 : "dense";
    return [[moduleOf(name), kind] as const];
  });
  return new Map(found);
}

/** "3.dense/kernel" of "3.weight", "3.dense.weight" and "3.dense/weight"; the kind is what its tensors show. */
function ourName(name: string, shown: string): string {
  const [, module, leaf] = /^(?:(.*)[./])?([^./]*)$/s.exec(name) ?? [];
  if (module === undefined) return NAMES[shown]?.[leaf] ?? leaf;
  const path = module.split("/").flatMap((part) => (/^\d+\.[a-zA-Z]\w*$/.test(part) ? [part] : part.split(".")));
  // "0.dense" that was split at its point, as in "block.0.dense", is one part again.
  const parts = path.map((part, i) =>
    /^\d+$/.test(part) ? `${part}.${i === path.length - 1 ? shown : "sequential"}` : part,
  );
  const kind = /[^.]*$/.exec(parts.at(-1) ?? "")?.[0] ?? "";
  const names = NAMES[kind] ?? NAMES[shown] ?? {};
  return `${parts.join("/")}/${names[leaf] ?? leaf}`;
}

/** [out, in] → [in, out] and [out, in, height, width] → [height, width, in, out], for kernels. */
function turned(name: string, value: Values): Values {
  const { shape, data } = value;
  if (!name.endsWith("kernel")) return { shape, data };
  if (shape.length === 2) return permuted(value, [1, 0]);
  return shape.length === 4 ? permuted(value, [2, 3, 1, 0]) : { shape, data };
}

/** Rows of a dense kernel from the order [channels, height, width] to [height, width, channels]. */
function unflatten(imported: Record<string, Values>, layer: string, shape: readonly number[]): void {
  const where = `importWeights: flattened: ${layer}`;
  const name = `${layer}/kernel`;
  const kernel = Object.hasOwn(imported, name) ? imported[name] : undefined;
  if (kernel === undefined)
    throw usageError({
      where,
      expected: `a layer with a kernel, one of ${Object.keys(imported)
        .filter((each) => each.endsWith("/kernel"))
        .join(", ")}`,
      received: show(layer),
    });
  const [rows, units] = kernel.shape;
  const [channels, height, width] = shape;
  if (kernel.shape.length !== 2 || rows !== channels * height * width)
    throw usageError({
      where,
      expected: `[channels, height, width] of ${rows} numbers, which the kernel ${showShape(kernel.shape)} takes`,
      received: showShape(shape),
    });
  const turned = permuted({ shape: [channels, height, width, units], data: kernel.data }, [1, 2, 0, 3]);
  imported[name] = { shape: kernel.shape, data: turned.data };
}
