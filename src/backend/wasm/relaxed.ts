import { nodeModule } from "../../node-module.ts";
import { ModuleBuilder } from "./emit/module.ts";
import { f32x4 } from "./emit/ops.ts";
import { isNode } from "./worker-port.ts";

/**
 * Whether the engine has relaxed SIMD, whose multiply-and-add rounds once. Node.js 20 has it behind a flag, which is set
 * here: that works as long as no module with such an instruction was compiled before.
 */
export async function hasRelaxedSimd(): Promise<boolean> {
  const probe = new ModuleBuilder({ relaxed: true });
  probe.function([], (f) => f.drop(f32x4.relaxedMadd(f32x4.const(1), f32x4.const(2), f32x4.const(3))));
  const bytes = probe.encode({ initial: 0, maximum: 1, shared: false });
  if (WebAssembly.validate(bytes)) return true;
  if (!isNode()) return false;
  const { setFlagsFromString } = await nodeModule("node:v8");
  setFlagsFromString("--experimental-wasm-relaxed-simd");
  return WebAssembly.validate(bytes);
}
