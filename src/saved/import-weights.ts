import * as v from "valibot";
import type { Values } from "../data/samples.ts";
import { usageError } from "../errors.ts";
import { bytesOf } from "../formats/bytes-of.ts";
import { type Checks, custom, oneOf, optional, resolveOptions } from "../options.ts";
import { readWeights, weightsOfBytes } from "../predict/read-weights.ts";
import { ofPyTorch } from "./pytorch/of-pytorch.ts";
import { type Rename, renamed } from "./pytorch/renamed.ts";

/** How weights of another program are read. */
export interface ImportWeightsOptions {
  /**
   * "pytorch": dense kernels [out, in] and convolution kernels [out, in, height, width] are turned around, and `weight`, `bias`,
   * `running_mean`, `running_var` get the names of our layers; "evenkeel" (by default): numbers are as they are.
   */
  layout?: "evenkeel" | "pytorch" | undefined;
  /**
   * New names: a function of the name, or pairs of [what stands in it, what takes its place], of which the first that fits counts:
   * `[["conv1", "0.conv2d"], ["fc", "3.dense"]]`. A text stands for whole parts of a name; a RegExp for any text. A function that
   * gives undefined leaves the tensor out. By default names stay.
   */
  rename?: Rename | undefined;
  /**
   * For dense layers behind a flatten: the shape [channels, height, width] that is flattened there in PyTorch, where ours is
   * [height, width, channels]: `{ "4.dense": [16, 5, 5] }`. By default rows stay in their order.
   */
  flattened?: Readonly<Record<string, readonly number[]>> | undefined;
}

const pairs = v.array(v.tuple([v.union([v.pipe(v.string(), v.nonEmpty()), v.instance(RegExp)]), v.string()]));
const extent = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

export const importOptions = {
  layout: oneOf(["evenkeel", "pytorch"], "evenkeel"),
  rename: optional(
    custom<Rename>(
      v.union([v.custom<Rename>((value) => typeof value === "function"), pairs]),
      undefined,
      "a function of a name, or a list of [text, new text]",
    ),
  ),
  flattened: optional(
    custom(
      v.record(v.string(), v.tuple([extent, extent, extent])),
      undefined,
      "[channels, height, width] by the name of a dense layer",
    ),
  ),
} satisfies Checks<ImportWeightsOptions>;

/**
 * Named tensors of a safetensors file, or of a saved model or run, in our names and layouts: for `train(model, data, { weights })`
 * and `model.load(weights)`, which report what matches.
 * @param source the path of a file (Node.js), or its bytes.
 * @throws a run error for a file that is missing or damaged; a usage error for a new name that fits nothing, or is given twice.
 * @example
 * const weights = await importWeights("lenet.safetensors", {
 *   layout: "pytorch", // torch.save's state_dict, by safetensors.torch.save_file
 *   rename: [["conv1", "0.conv2d"], ["fc1", "4.dense"]],
 *   flattened: { "4.dense": [16, 5, 5] },
 * });
 * const report = await run.model.load(weights, { strict: true });
 */
export async function importWeights(
  source: string | Uint8Array | ArrayBuffer,
  options: ImportWeightsOptions = {},
): Promise<Record<string, Values>> {
  const { layout, rename, flattened } = resolveOptions("importWeights", importOptions, options);
  const given = await tensorsOf(source);
  if (layout === "pytorch") return ofPyTorch(given, { rename, flattened });
  if (flattened !== undefined)
    throw usageError({ where: "importWeights: flattened", expected: 'layout: "pytorch" beside it', received: "none" });
  return renamed(given, rename);
}

async function tensorsOf(source: string | Uint8Array | ArrayBuffer): Promise<Record<string, Values>> {
  const where = "importWeights";
  const { tensors } =
    typeof source === "string" ? await readWeights(where, source) : weightsOfBytes(where, bytesOf(source, where));
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { data, shape = [data.length] }]) => [name, { shape, data }]),
  );
}
