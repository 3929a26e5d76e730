import type { Dataset, NumberArray, Samples } from "./dataset.ts";
import type { LinearScale } from "./scaling.ts";

/** What a device is given: data, and what scales their inputs there. */
interface Scaled {
  data: Partial<Dataset>;
  scale: LinearScale;
  /** Changes inputs before they are scaled, so that they have to stay as they are. */
  augment?: unknown;
}

/**
 * The same parts with `scale.subtract` taken off the inputs in float64: a device holds float32, in which times in seconds
 * or other numbers far from 0 would lose what tells them apart. What is left there is to multiply. Bytes stay bytes, which
 * lose nothing, and so do inputs that are augmented.
 */
export function centered<P extends Scaled>(parts: P): P {
  const { data, scale, augment } = parts;
  const all = [data.train, data.validation, data.test].flatMap((samples) => (samples === undefined ? [] : [samples]));
  const stays = augment !== undefined || all.some(({ inputs }) => inputs.data instanceof Uint8Array);
  if (scale.subtract === 0 || stays) return parts;
  const center = (samples: Samples): Samples => ({
    ...samples,
    inputs: { ...samples.inputs, data: lessOf(samples.inputs.data, scale.subtract) },
  });
  return {
    ...parts,
    scale: { ...scale, subtract: 0 },
    data: {
      ...data,
      ...(data.train === undefined ? {} : { train: center(data.train) }),
      ...(data.validation === undefined ? {} : { validation: center(data.validation) }),
      ...(data.test === undefined ? {} : { test: center(data.test) }),
    },
  };
}

/** x − subtract, rounded to float32 once. */
export function lessOf(numbers: NumberArray, subtract: number): Float32Array {
  return Float32Array.from(numbers, (x) => x - subtract);
}
