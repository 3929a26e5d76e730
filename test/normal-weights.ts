import { type Shape, sizeOf } from "../src/graph/shape.ts";
import { type Tensor, variable } from "../src/graph/tensor.ts";
import { RandomStream } from "../src/random.ts";

/** Normal numbers by name, made as they are asked for. */
export class NormalWeights {
  readonly #prefix: string;
  readonly #made: Tensor<"variable">[] = [];

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** New ones. */
  make(shape: Shape): Tensor {
    const made = variable(`${this.#prefix}, weights ${this.#made.length}`, shape);
    this.#made.push(made);
    return made;
  }

  all(): { name: string; shape: Shape; data: Float32Array }[] {
    return this.#made.map(({ shape, attributes: { name } }, i) => {
      const random = new RandomStream(1, `weights ${i}`);
      return { name, shape, data: Float32Array.from({ length: sizeOf(shape) }, () => random.normal()) };
    });
  }
}
