import type { I32 } from "./code.ts";
import type { FunctionBuilder, Local, ModuleBuilder } from "./module.ts";
import { i32 } from "./ops.ts";

/** Emits a call, with an argument for each name. */
type Call<N extends string> = (
  f: FunctionBuilder,
  module: ModuleBuilder,
  args: { readonly [K in N]: I32 | number },
) => void;

/** A function of integers with names, that a module has once: made at its first call. */
export function routine<const N extends string>(
  key: string,
  names: readonly N[],
  body: (f: FunctionBuilder, parameters: { readonly [K in N]: Local<"i32"> }, module: ModuleBuilder) => void,
): Call<N> {
  const types = names.map(() => "i32" as const);
  const make = (module: ModuleBuilder) =>
    module.function(types, (f, ...locals) => {
      const named = Object.fromEntries(names.map((name, i) => [name, locals[i]]));
      body(f, named as { [K in N]: Local<"i32"> }, module);
    });
  return (f, module, args) => {
    const values = names.map((name): I32 | number => args[name]);
    f.call(
      module.once(key, () => make(module)),
      values.map((value) => (typeof value === "number" ? i32.const(value) : value)),
    );
  };
}
