import { defined } from "../options/defined.ts";
import type { Dataset, NumberArray, Samples } from "./dataset.ts";
import { isOneForAll, scaled } from "./scaled.ts";
import { type LinearScale, UNSCALED } from "./scaling.ts";

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
 * which lose nothing, and augmented inputs stay as they are. Inputs with a scale for each feature are scaled here altogether,
 * bytes too.
 */
export function centered<P extends Scaled>(parts: P): P {
  const { data, scale, augment } = parts;
  const all = [data.train, data.validation, data.test].flatMap((samples) => (samples === undefined ? [] : [samples]));
  if (augment !== undefined) return parts;
  if (!isOneForAll(scale)) return withInputs(parts, UNSCALED, (numbers) => scaled(numbers, scale));
  const { subtract } = scale;
  if (subtract === 0 || all.some(({ inputs }) => inputs.data instanceof Uint8Array)) return parts;
  return withInputs(parts, { ...scale, subtract: 0 }, (numbers) => lessOf(numbers, subtract));
}

/** The same with changed inputs, and another scale. */
function withInputs<P extends Scaled>(parts: P, scale: LinearScale, change: (of: NumberArray) => Float32Array): P {
  const { data } = parts;
  const changed = (samples: Samples | undefined): Samples | undefined =>
    samples && { ...samples, inputs: { ...samples.inputs, data: change(samples.inputs.data) } };
  return {
    ...parts,
    scale,
    data: {
      ...data,
      ...defined({ train: changed(data.train), validation: changed(data.validation), test: changed(data.test) }),
    },
  };
}

/** x − subtract, rounded to float32 once. */
export function lessOf(numbers: NumberArray, subtract: number): Float32Array {
  return Float32Array.from(numbers, (x) => x - subtract);
}
