import { type Kernel, withoutSweeps } from "../../../plan/kernel.ts";
import type { ModuleBuilder } from "../emit/module.ts";
import type { EmitKernel, Emitted } from "./emitted.ts";
import { emitFill } from "./fill.ts";
import { emitMap } from "./map.ts";
import { emitMatmul } from "./matmul.ts";
import { emitRandom } from "./random.ts";
import { emitReduce } from "./reduce.ts";
import type { special } from "./special.ts";
import { emitSweep } from "./sweep.ts";

type Kind = Exclude<Kernel["kind"], "sweep">;
type Emitter<K extends Kind> = (
  module: ModuleBuilder,
  kernel: Extract<Kernel, { kind: K }>,
  alongFirst: boolean,
) => Emitted;
type Emitters = { [K in Kind]: Emitter<K> };

const common: Omit<Emitters, keyof typeof special> = {
  map: emitMap,
  reduce: emitReduce,
  fill: emitFill,
  random: emitRandom,
  matmul: emitMatmul,
};

/** What gives the code of these kernels. */
export async function emitterFor(kernels: readonly Kernel[]): Promise<EmitKernel> {
  const areCommon = withoutSweeps(kernels).every(({ kind }) => kind in common);
  const emitters = { ...common, ...(areCommon ? {} : (await import("./special.ts")).special) } as Emitters;
  const emitKernel: EmitKernel = (module, kernel, alongFirst = false) =>
    kernel.kind === "sweep"
      ? emitSweep(module, kernel, emitKernel)
      : (emitters[kernel.kind] as Emitter<Kind>)(module, kernel as never, alongFirst);
  return emitKernel;
}
