import type { InputGradientKernel } from "../../../../plan/kernel.ts";

/** A column of output gradients, and what of the pixels of a stretch it reaches, by which taps. */
export interface Column {
  readonly column: number;
  readonly reaches: readonly { readonly pixel: number; readonly tap: number }[];
}

/** Neighboring pixels of a row, and stretches like it that follow: their columns are as many further on as `step` says. */
export interface GradientStretch {
  readonly length: number;
  times: number;
  /** The first column of the first of these stretches; those of `columns` are counted from it. */
  readonly first: number;
  step: number;
  readonly columns: readonly Column[];
}

/**
 * How a row of an input gradient is cut into stretches of so many pixels at most. Where it can be they are whole strides
 * long, so that most of them are alike; columns outside of the output gradient are left out, so it needs no zeros around it.
 */
export function gradientStretches(kernel: InputGradientKernel, most: number): GradientStretch[] {
  const width = kernel.image[1];
  const unit = kernel.stride[1] <= most ? kernel.stride[1] : 1;
  const units = Math.ceil(width / unit);
  const count = Math.ceil((units * unit) / (Math.floor(most / unit) * unit));
  const [short, longOnes] = [Math.floor(units / count), units % count];
  const stretches: GradientStretch[] = [];
  for (let i = 0, from = 0; i < count; i++) {
    const to = Math.min(width, from + (short + (i < longOnes ? 1 : 0)) * unit);
    join(stretches, { length: to - from, times: 1, step: 0, ...columnsOf(kernel, from, to) });
    from = to;
  }
  return stretches;
}

/** Counts a stretch with the last ones where it is like them. */
function join(stretches: GradientStretch[], next: GradientStretch): void {
  const last = stretches.at(-1);
  const alike =
    last !== undefined && last.length === next.length && JSON.stringify(last.columns) === JSON.stringify(next.columns);
  if (!alike) {
    stretches.push(next);
    return;
  }
  const step = next.first - last.first - last.step * (last.times - 1);
  if (last.times > 1 && step !== last.step) stretches.push(next);
  else {
    last.step = step;
    last.times++;
  }
}

/** Pixel x is reached by tap s from column (x + start − s · dilation) / stride, where that is whole and there is one. */
function columnsOf({ kernel, stride, dilation, start, out }: InputGradientKernel, from: number, to: number) {
  const all = new Map<number, { pixel: number; tap: number }[]>();
  for (let x = from; x < to; x++)
    for (let tap = 0; tap < kernel[1]; tap++) {
      const column = (x + start[1] - tap * dilation[1]) / stride[1];
      if (!Number.isInteger(column) || column < 0 || column >= out[1]) continue;
      all.set(column, [...(all.get(column) ?? []), { pixel: x - from, tap }]);
    }
  const sorted = [...all].sort(([a], [b]) => a - b);
  const [[first] = [0]] = sorted;
  return { first, columns: sorted.map(([column, reaches]) => ({ column: column - first, reaches })) };
}
