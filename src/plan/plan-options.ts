import type { Kernel } from "./kernel.ts";

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
  /**
   * In how many parts a long sum goes that has few results: of a product, or of a kernel's gradient over the pixels of a batch.
   * Parts are kernels' work side by side; a second kernel adds them in order. By default kernels' gradients have some fixed
   * parts of the batch, and products are whole.
   */
  partsOf?: ((product: ProductSizes) => number) | undefined;
  /** What a backend makes of the phases before temporaries get their places. By default nothing. */
  arrange?: ((phases: readonly (readonly Kernel[])[]) => Kernel[][]) | undefined;
}
