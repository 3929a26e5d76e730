import * as v from "valibot";
import { usageError } from "../../errors.ts";
import { count, custom } from "../../options.ts";
import { defineLayer, isLayer, type Layer } from "../layer.ts";
import { sequential } from "./sequential.ts";

export const repeat = defineLayer({
  name: "repeat",
  summary: "Layers one after another, several times over, each time with weights of their own.",
  source: "by definition",
  section: "layers",
  formula: "y = fₙ(… f₂(f₁(x))), where f₁ … fₙ are the same layers with weights of their own",
  use: "Deep networks in one line. It computes, and is initialized, as the same layers written out in a sequential().",
  avoid:
    "Layers that change the shape do so each time, as convolutions without padding. Beyond about 20 layers take residual() around the layers, or signals fade on their way.",
  example: "repeat(20, [dense(64), relu()])",
  options: {
    times: count(undefined, "how many times the layers follow one another", 1, 1000),
    layers: custom<readonly Layer[]>(
      v.array(v.custom<Layer>(isLayer)),
      undefined,
      "a list of layers",
      "the layers in order",
      ["layers"],
    ),
  },
  positional: ["times", "layers"],
  build(input, { times, layers }) {
    const written = sequential(Array.from({ length: times }, () => layers).flat());
    expectBuildable(written);
    return written.build(input);
  },
});

/** As many layers take seconds to build; a repeat within another is soon beyond. */
const MOST_LAYERS = 10_000;

/** @throws a usage error where layers that repeat within one another make too many. */
function expectBuildable(layer: Layer): void {
  const layers = layersIn(layer);
  if (layers <= MOST_LAYERS) return;
  throw usageError({
    where: "repeat",
    expected: `at most ${MOST_LAYERS.toLocaleString("en")} layers in all`,
    received: layers.toLocaleString("en"),
    fix: "Repeat fewer times.",
  });
}

/** How many layers there are in one, at any depth. */
function layersIn(layer: Layer): number {
  const { times = 1 } = layer.values as { times?: number };
  const inner = Object.values(layer.values).flat().filter(isLayer);
  return inner.length === 0
    ? 1
    : (layer.name === "repeat" ? times : 1) * inner.reduce((sum, one) => sum + layersIn(one), 0);
}
