import type { Signal } from "../../signals/signal.ts";
import { median } from "./median.ts";

/** What was recorded of each layer, in the order of computation, over the steps; without the inputs. */
export function layerRows(signals: readonly Signal[]): Map<string, Signal[]> {
  const rows = new Map<string, Signal[]>();
  for (const signal of signals)
    if (signal.layer !== "input") {
      const own = rows.get(signal.layer);
      if (own === undefined) rows.set(signal.layer, [signal]);
      else own.push(signal);
    }
  return rows;
}

/** The third and the last quarter of a list: two windows after the start, with nothing in common. */
export function windows<T>(rows: readonly T[]): [earlier: readonly T[], later: readonly T[]] {
  const [half, quarter] = [Math.floor(rows.length / 2), Math.floor((3 * rows.length) / 4)];
  return [rows.slice(half, quarter), rows.slice(quarter)];
}

/** What one kernel did over the steps. */
export interface KernelRows {
  /** "1.dense/kernel" */
  readonly path: string;
  /** The layer that it belongs to. */
  readonly layer: string;
  readonly rows: readonly {
    readonly step: number;
    readonly norm: number;
    readonly ratio: number;
    readonly gradient: number;
  }[];
}

/**
 * The kernels that are trained, in the order of computation: how far each step moved them and how large their gradient was, both
 * over their own size. Biases, and gains of normalizations, which begin at 0 or 1, are not looked at.
 */
export function kernelRows(signals: readonly Signal[]): KernelRows[] {
  const kernels = new Map<string, { path: string; layer: string; rows: KernelRows["rows"][number][] }>();
  for (const { layer, step, parameters = {} } of signals)
    for (const [name, { norm, gradientNorm, updateRatio }] of Object.entries(parameters)) {
      if (!/(^|\/)(kernel|table|direction)$/.test(name)) continue;
      const path = `${layer}/${name}`;
      const own = kernels.get(path) ?? { path, layer, rows: [] };
      kernels.set(path, own);
      own.rows.push({ step, norm, ratio: updateRatio ?? 0, gradient: norm > 0 ? gradientNorm / norm : gradientNorm });
    }
  return [...kernels.values()];
}

/** The median over rows of what one of them has. */
export function medianOf<T>(rows: readonly T[], value: (row: T) => number | undefined): number {
  return median(rows.map(value).filter((one) => one !== undefined && !Number.isNaN(one)) as number[]);
}
