import type { Buffer, Kernel } from "./kernel.ts";

/** A product: for each of `batch` an m × n matrix of sums of k terms. */
export interface ProductSizes {
  readonly batch: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

export interface PlanOptions {
  /** Whether convolutions take Winograd's form where it pays. True by default. */
  winograd?: boolean;
  /** Whether the input gradient of a convolution of each channel on its own is one kernel. True by default. */
  depthwise?: boolean;
  /**
   * In how many parts the sums of a kernel's gradient go, over the pixels of a batch. By default some fixed parts.
   */
  partsOf?: ((product: ProductSizes) => number) | undefined;
  /** What a backend makes of a kernel whose sums are long: kernels for its parts, and one that adds them. By default nothing. */
  share?: ((kernel: Kernel, temporary: (size: number, name: string) => Buffer) => Kernel[]) | undefined;
  /** What a backend makes of the phases before temporaries get their places. By default nothing. */
  arrange?: ((phases: readonly (readonly Kernel[])[]) => Kernel[][]) | undefined;
}
