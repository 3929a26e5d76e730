import { checkOption, instanceOption } from "../../options.ts";
import type { Layer } from "../layer.ts";

/** Demands a layer, such as sequential([…]). */
export function expectLayer(where: string, value: unknown): asserts value is Layer {
  checkOption(where, instanceOption("layers"), value);
}
