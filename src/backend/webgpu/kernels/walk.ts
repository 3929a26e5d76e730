/**
 * start + Σ indexᵢ · strideᵢ as an unsigned expression. Steps backwards are subtracted: what lies between may be below zero, and
 * wraps around.
 */
export function walk(start: string, strides: readonly number[], indices: readonly string[]): string {
  return strides.reduce((sum, stride, axis) => {
    if (stride === 0) return sum;
    const size = Math.abs(stride);
    return `${sum} ${stride < 0 ? "-" : "+"} ${indices[axis]}${size === 1 ? "" : ` * ${size}u`}`;
  }, start);
}

/** Declares the index of each of `axes` (named `i` and the axis) from the row-major number of an element among all of them. */
export function indicesOf(number: string, extents: readonly number[], axes: readonly number[]): string {
  const lines: string[] = [];
  let rest = number;
  for (const [place, axis] of [...axes.entries()].reverse()) {
    if (place === 0) {
      lines.push(`let i${axis} = ${rest};`);
      continue;
    }
    const extent = Math.max(1, extents[axis]); // a shader that divides by 0 is refused, even where nothing is walked
    lines.push(`let i${axis} = ${rest} % ${extent}u;`, `let above${axis} = ${rest} / ${extent}u;`);
    rest = `above${axis}`;
  }
  return lines.join("\n");
}
