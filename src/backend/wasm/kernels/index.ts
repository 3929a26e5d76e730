import { type Kernel, withoutSweeps } from "../../../plan/kernel.ts";
import type { ModuleBuilder } from "../emit/module.ts";
import type { EmitKernel, Emitted } from "./emitted.ts";
import { emitFill } from "./fill.ts";
import { fitsGrouped } from "./grouped/fits-grouped.ts";
import { emitMap } from "./map.ts";
import { emitMatmul } from "./matmul.ts";
import { emitRandom } from "./random.ts";
import { emitReduce } from "./reduce.ts";
import { emitSweep } from "./sweep.ts";

type Kind = Exclude<Kernel["kind"], "sweep">;
type Emitter<K extends Kind> = (
  module: ModuleBuilder,
  kernel: Extract<Kernel, { kind: K }>,
  alongFirst: boolean,
) => Emitted;
type Emitters = { [K in Kind]: Emitter<K> };

/** What a stack of dense layers needs. */
const common: Pick<Emitters, "map" | "reduce" | "fill" | "random" | "matmul"> = {
  map: emitMap,
  reduce: emitReduce,
  fill: emitFill,
  random: emitRandom,
  matmul: emitMatmul,
};

/** The code of other kernels, loaded with the first that is needed. */
const later = {
  direct: async () => (await import("./direct/direct.ts")).direct,
  grouped: async () => (await import("./grouped/grouped.ts")).grouped,
  winograd: async () => (await import("./winograd/winograd.ts")).winograd,
  scatter: async () => ({ scatter: (await import("./scatter.ts")).emitScatter }),
} satisfies Record<string, () => Promise<Partial<Emitters>>>;

type Form = keyof typeof later | "common";

/** In which form a kernel is computed. */
function formOf(kernel: Kernel): Form {
  switch (kernel.kind) {
    case "convolution":
    case "kernelGradient":
      if (kernel.winograd !== undefined) return "winograd";
      return fitsGrouped(kernel) ? "grouped" : "direct";
    case "inputGradient":
      return "grouped";
    case "winogradWeights":
      return "winograd";
    case "scatter":
      return "scatter";
    case "fill":
      return kernel.around === undefined ? "common" : "direct";
    default:
      return "common";
  }
}

/** What gives the code of these kernels. */
export async function emitterFor(kernels: readonly Kernel[]): Promise<EmitKernel> {
  const emitters = { common } as Record<Form, Partial<Emitters>>;
  for (const form of new Set(withoutSweeps(kernels).map(formOf)))
    if (form !== "common") emitters[form] = await later[form]();
  const emitKernel: EmitKernel = (module, kernel, alongFirst = false) =>
    kernel.kind === "sweep"
      ? emitSweep(module, kernel, emitKernel)
      : (emitters[formOf(kernel)][kernel.kind] as Emitter<Kind>)(module, kernel as never, alongFirst);
  return emitKernel;
}
