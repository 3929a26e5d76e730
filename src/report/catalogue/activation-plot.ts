import type { Layer } from "../../model/layer.ts";
import { compileLayer } from "../../predict/compile-layer.ts";
import { plotFile } from "./plot-file.ts";

const REACH = 4;
const POINTS = 320;

/** An activation and its slope, as the layer itself computes them in float64. */
export async function activationPlot(layer: Layer): Promise<string> {
  // No point at 0 itself, where a slope may jump.
  const inputs = Float64Array.from({ length: POINTS }, (_, i) => REACH * ((2 * i + 1) / POINTS - 1));
  const shape = [POINTS, 1];
  const compiled = await compileLayer(layer, { input: shape, backend: "reference" });
  const ones = new Float64Array(POINTS).fill(1);
  const { output, inputGradient } = await compiled.backward({ shape, data: inputs }, { shape, data: ones });
  await compiled.close();
  const over = (values: ArrayLike<number>) => Array.from(inputs, (x, i) => [x, values[i]] as const);
  return plotFile(layer.name, {
    title: `${layer.name} and its slope`,
    description: `The value and the slope of ${layer.name} for inputs from ${-REACH} to ${REACH}.`,
    axis: "x",
    curves: [
      { series: 1, points: over(output.data), label: layer.name },
      { series: 2, points: over(inputGradient.data), label: "slope" },
    ],
  });
}
