import { ModuleBuilder } from "./emit/module.ts";
import { f32x4, i32, store, v128 } from "./emit/ops.ts";
import { hasRelaxedSimd } from "./relaxed.ts";

/** How often relaxed SIMD rounds a · b + c: once (fused), after each operation (separate); none: there is no relaxed SIMD. */
export type MultiplyAdd = "fused" | "separate" | "none";

/** Found by computing: a processor without such an instruction rounds twice, whatever the engine has. */
export async function multiplyAdd(): Promise<MultiplyAdd> {
  if (!(await hasRelaxedSimd())) return "none";
  const module = new ModuleBuilder({ relaxed: true });
  const at = i32.const(0);
  module.function(
    [],
    (f) => {
      f.push(store.v128(at, f32x4.relaxedMadd(v128.load(at), v128.load(at), v128.load(at, 16))));
    },
    "run",
  );
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
  const numbers = new Float32Array(memory.buffer);
  numbers.fill(1 + 2 ** -12, 0, 4); // its square is 1 + 2⁻¹¹ + 2⁻²⁴, of which float32 has no room for the last
  numbers.fill(-1 - 2 ** -11, 4, 8);
  const compiled = await WebAssembly.compile(module.encode({ initial: 1, maximum: 1, shared: false }));
  const { exports } = await WebAssembly.instantiate(compiled, { env: { memory } });
  (exports.run as () => void)();
  return numbers[0] === 0 ? "separate" : "fused";
}
