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
  const { data, scale } = parts;
  const all = [data.train, data.validation, data.test].flatMap((samples) => (samples === undefined ? [] : [samples]));
  const hosts = scaleOnHost(parts, all);
  if (hosts === undefined) return parts;
  const rest = isOneForAll(scale) ? { ...scale, subtract: 0 } : UNSCALED;
  return withInputs(parts, rest, (numbers) => scaled(numbers, hosts));
}

/** What of the scale of inputs is computed before they are copied to a device; undefined: nothing. */
export function scaleOnHost(
  { scale, augment }: Pick<Scaled, "scale" | "augment">,
  samples: readonly Samples[],
): LinearScale | undefined {
  if (augment !== undefined) return undefined;
  if (!isOneForAll(scale)) return scale;
  const { subtract } = scale;
  const bytes = samples.some(({ inputs }) => inputs.data instanceof Uint8Array);
  return subtract === 0 || bytes ? undefined : { subtract, multiply: 1 };
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
