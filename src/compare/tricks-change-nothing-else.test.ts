import { describe, expect, test } from "vitest";
import { kernelsOf, masksOf } from "../../test/beginning-of.ts";
import { catalogue } from "../catalogue.ts";
import { fromExpression } from "../expression/from-expression.ts";
import { ACTIVATION_NAMES } from "../model/blocks/activation-option.ts";
import { NORM_NAMES } from "../model/blocks/norm-option.ts";

/** Of a model: the first weights of every kernel in order, and the streams of its masks. */
function beginning(expression: string, shape: readonly number[]) {
  const model = fromExpression("layers", expression);
  return { kernels: kernelsOf(model, shape), masks: masksOf(model, shape) };
}

/** What may be put between two layers and keeps the shape, with numbers that fit. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  groupNorm: "{ groups: 2 }",
  dropout: "0.3",
  alphaDropout: "0.3",
  spatialDropout: "0.3",
  gaussianDropout: "0.3",
  stochasticDepth: "0.3",
};
const SECTIONS = ["normalization", "dropout"];
const ACTIVATIONS = [
  "relu",
  "leakyRelu",
  "prelu",
  "elu",
  "selu",
  "gelu",
  "silu",
  "hardSwish",
  "softplus",
  "tanh",
  "sigmoid",
];
const TRICKS = Object.entries(catalogue.layers)
  .filter(([name, { definition }]) => SECTIONS.includes(definition.section ?? "") || ACTIVATIONS.includes(name))
  .filter(([name]) => name !== "weightNorm") // which goes around a layer
  .map(([name]) => `${name}(${ARGUMENTS[name] ?? ""})`);

const IMAGE = [6, 6, 2];
const written = (between: string) =>
  `sequential([conv2d(4, 3), ${between} conv2d(4, 3), spatialDropout(0.5), flatten(), dense(5), relu(), dense(3)])`;
const plain = beginning(written(""), IMAGE);

describe("a trick that is put into an expression leaves first weights and masks of all layers as they are:", () => {
  test.each(TRICKS.filter((trick) => !trick.startsWith("spatialDropout")))("%s", (trick) => {
    const { kernels, masks } = beginning(written(`${trick},`), IMAGE);
    expect(kernels).toEqual(plain.kernels);
    expect(masks).toEqual(expect.arrayContaining(plain.masks));
  });

  test.each([
    ["a shortcut", "conv2d(4, 3)", "residual(conv2d(4, 3), { shortcut: conv2d(4, 3) })"],
    ["weight normalization", "conv2d(4, 3)", "weightNorm(conv2d(4, 3))"],
  ])("%s around a layer", (_, layer, wrapped) => {
    const model = (inside: string) => `sequential([${inside}, flatten(), dense(5), dropout(0.5), dense(3)])`;
    const [without, tricked] = [beginning(model(layer), IMAGE), beginning(model(wrapped), IMAGE)];
    expect(tricked.kernels).toEqual(expect.arrayContaining(without.kernels));
    expect(tricked.masks).toEqual(expect.arrayContaining(without.masks));
  });
});

describe("an option of an architecture leaves the first weights of its kernels as they are:", () => {
  const sizes: Readonly<Record<string, string>> = {
    mlp: "hidden: [8, 8]",
    convnet: "dropout: 0",
    resnet: "depth: 8, width: 8",
    plainnet: "depth: 8, width: 8",
    inceptionNet: "width: 64",
  };
  const norms = Object.keys(sizes).flatMap((name) =>
    NORM_NAMES.filter((norm) => name !== "inceptionNet" || norm !== "group").map(
      (norm) => [name, "norm", norm] as const,
    ),
  );
  const activations = ["mlp", "lenet"].flatMap((name) =>
    ACTIVATION_NAMES.map((activation) => [name, "activation", activation] as const),
  );
  test.each([...norms, ...activations])("%s, %s %s", (name, key, value) => {
    const shape = name === "mlp" ? [8] : [28, 28, 1];
    const model = (more: string) => `${name}({ ${[sizes[name], more].filter(Boolean).join(", ")} })`;
    expect(beginning(model(`${key}: "${value}"`), shape).kernels).toEqual(beginning(model(""), shape).kernels);
  });
});
