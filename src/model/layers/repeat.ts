import * as v from "valibot";
import { count, custom } from "../../options.ts";
import { expectBuildable } from "../checks/expect-buildable.ts";
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
  example: "repeat(3, [dense(64), relu()])",
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
    const written = Array.from({ length: times }, () => layers).flat();
    expectBuildable("repeat", written);
    return sequential(written).build(input);
  },
});
