import { describe, expect, test } from "vitest";
import { interpret, KernelMemory } from "../../../test/interpret-kernels.ts";
import type { Buffer, Kernel, MatmulKernel } from "../../plan/kernel.ts";
import { RandomStream } from "../../random.ts";
import { shareProduct } from "./share-product.ts";

const buffer = (name: string, size: number): Buffer => ({ name, size, storage: "float", kind: "temporary" });

/** c[m, n] = Σ a[k, m] · b[n, k], behind three numbers. */
function product(m: number, n: number, k: number): MatmulKernel {
  return {
    ...{ kind: "matmul", batch: 1, m, n, k },
    a: { buffer: buffer("a", 3 + k * m), offset: 3, strides: [0, 1, m] },
    b: { buffer: buffer("b", 3 + k * n), offset: 3, strides: [0, 1, k] },
    out: buffer("c", m * n),
  };
}

const shared = (kernel: Kernel, parts: number) =>
  shareProduct(
    kernel,
    (size, name) => buffer(name, size),
    () => parts,
  );

/** Of whole numbers, so that sums are exact in any order. */
function computed({ a, b, out }: MatmulKernel, kernels: readonly Kernel[]): number[] {
  const draw = new RandomStream(1, "product");
  const memory = new KernelMemory();
  for (const operand of [a.buffer, b.buffer])
    memory.set(
      operand,
      Array.from({ length: operand.size }, () => draw.integer(100) - 50),
    );
  interpret(kernels, memory);
  return [...memory.of(out)];
}

describe("a product in parts", () => {
  test.each([
    [3, 5, 24, 4, 4],
    [3, 5, 24, 5, 4],
    [2, 2, 35, 8, 7],
    [1, 1, 6, 64, undefined],
    [4, 3, 37, 8, undefined],
    [4, 3, 0, 8, undefined],
  ])("%i × %i × %i in %i parts: %s", (m, n, k, wanted, parts) => {
    const kernel = product(m, n, k);
    const kernels = shared(kernel, wanted);
    expect(kernels[0]).toMatchObject(parts === undefined ? kernel : { batch: parts, k: k / parts });
    expect(kernels).toHaveLength(parts === undefined ? 1 : 2);
    expect(computed(kernel, kernels)).toEqual(computed(kernel, [kernel]));
  });

  test("stays whole where there is a batch of products, or nobody asks", () => {
    const kernel = product(2, 3, 16);
    expect(shared({ ...kernel, batch: 2 }, 4)).toHaveLength(1);
    expect(shareProduct(kernel, () => kernel.out, undefined)).toEqual([kernel]);
  });
});
