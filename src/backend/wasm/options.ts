import { type Checks, flag, optional } from "../../options.ts";

/** How the WebAssembly backend computes. */
export interface WasmOptions {
  /**
   * Whether multiply-and-add may round once, where the engine can: faster, and the same bits only on machines that can.
   * True by default.
   */
  relaxedSimd?: boolean | undefined;
  /**
   * Whether 3×3 convolutions of stride 1 are computed in Winograd's form where it fits: two to four times as fast, with
   * errors of 1e-6 to 4e-6 of the largest value in place of 2e-7. True by default.
   */
  winograd?: boolean | undefined;
}

export const wasmOptions = {
  relaxedSimd: optional(flag(true)),
  winograd: optional(flag(true)),
} satisfies Checks<WasmOptions>;
