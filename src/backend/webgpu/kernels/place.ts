/**
 * Σ indexₐ · strideₐ in WGSL, for the index that is number `i` of `extents` in row-major order. Axes that one stride walks
 * are one. Strides are words: what is added modulo 2³² may go backwards.
 */
export function place(i: string, extents: readonly number[], strides: readonly number[]): string {
  const joint: { extent: number; stride: number }[] = [];
  for (const [axis, extent] of extents.entries()) {
    if (extent === 1) continue;
    const [stride, last] = [strides[axis], joint.at(-1)];
    if (last?.stride === stride * extent) joint.splice(-1, 1, { extent: last.extent * extent, stride });
    else joint.push({ extent, stride });
  }
  let inner = 1;
  const terms = joint.toReversed().map(({ extent, stride }, axis) => {
    const quotient = inner === 1 ? i : `${i} / ${Math.max(1, inner)}u`;
    inner *= extent;
    const index = axis === joint.length - 1 ? quotient : `${quotient} % ${Math.max(1, extent)}u`;
    return stride === 1 ? index : `${index} * ${stride >>> 0}u`;
  });
  return terms.length === 0 ? "0u" : `(${terms.toReversed().join(" + ")})`;
}
