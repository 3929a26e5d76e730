import { defined } from "../options/defined.ts";
import type { Dataset, NumberArray, Samples } from "./dataset.ts";
import type { LinearScale } from "./scaling.ts";

/** What a device is given: data, and how it scales their inputs. */
interface Scaled {
  data: Partial<Dataset>;
  scale: LinearScale;
  /** Changes inputs before they are scaled, so that they must stay as they are. */
  augment?: unknown;
}

/**
 * The same data with `scale.subtract` subtracted from the inputs in float64. A device stores float32, in which numbers far
 * from 0, such as times in seconds, would lose the digits in which they differ. The device then only multiplies. Bytes,
 * which lose nothing, and augmented inputs stay as they are.
 */
export function centered<P extends Scaled>(parts: P): P {
  const { data, scale, augment } = parts;
  const all = [data.train, data.validation, data.test].flatMap((samples) => (samples === undefined ? [] : [samples]));
  const stays = augment !== undefined || all.some(({ inputs }) => inputs.data instanceof Uint8Array);
  if (scale.subtract === 0 || stays) return parts;
  const center = (samples: Samples | undefined): Samples | undefined =>
    samples && {
      ...samples,
      inputs: { ...samples.inputs, data: lessOf(samples.inputs.data, scale.subtract) },
    };
  return {
    ...parts,
    scale: { ...scale, subtract: 0 },
    data: {
      ...data,
      ...defined({ train: center(data.train), validation: center(data.validation), test: center(data.test) }),
    },
  };
}

/** x − subtract, rounded to float32 once. */
export function lessOf(numbers: NumberArray, subtract: number): Float32Array {
  return Float32Array.from(numbers, (x) => x - subtract);
}
