import type { Role } from "../examination.ts";

/** What the layers of the catalogue do; blocks are known by the layers in them. */
const ROLES: Readonly<Record<Exclude<Role, "block" | "other">, string>> = {
  linear: "dense conv2d depthwiseConv2d embedding embedColumns weightNorm",
  activation: "elu gelu hardSwish leakyRelu prelu relu selu sigmoid silu softmax softplus tanh",
  normalization: "batchNorm groupNorm instanceNorm layerNorm rmsNorm",
  dropout: "alphaDropout dropout gaussianDropout spatialDropout stochasticDepth augment",
  pooling: "averagePool2d globalAveragePool maxPool2d",
  shape: "flatten reshape",
};

const ROLE = new Map(
  Object.entries(ROLES).flatMap(([role, names]) => names.split(" ").map((name) => [name, role as Role] as const)),
);

/** What a layer does, by its name; of one that is not in the catalogue, by what it has: layers of its own, or a kernel. */
export function roleOf(kind: string, has: { layers: boolean; kernel: boolean }): Role {
  return has.layers ? "block" : (ROLE.get(kind) ?? (has.kernel ? "linear" : "other"));
}
