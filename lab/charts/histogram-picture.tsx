import type { Histogram } from "../protocol.ts";

const [WIDTH, HALF] = [200, 44];

/** The outputs of one layer: A upward, B downward, on one scale of values; the tallest bar of both is as high as there is room. */
export function HistogramPicture({
  a,
  b,
  label,
}: {
  a: Histogram | undefined;
  b: Histogram | undefined;
  label: string;
}) {
  const [low, high] = commonScale(a, b);
  const top = Math.max(densest(a), densest(b));
  const outline = (histogram: Histogram, direction: 1 | -1) => {
    const { counts, low: from, high: to } = histogram;
    const sum = counts.reduce((all, count) => all + count, 0) || 1;
    const x = (value: number) => (((value - low) / (high - low || 1)) * WIDTH).toFixed(1);
    const bin = (to - from) / counts.length;
    const y = (count: number) => (HALF - direction * (count / sum / (bin || 1) / top) * (HALF - 2)).toFixed(1);
    const steps = counts.map((count, i) => `V${y(count)}H${x(from + (i + 1) * bin)}`).join("");
    return `M${x(from)} ${HALF}${steps}V${HALF}Z`;
  };
  const zero = low < 0 && high > 0 ? ((0 - low) / (high - low)) * WIDTH : undefined;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${2 * HALF}`} preserveAspectRatio="none" role="img" aria-label={label}>
      {zero !== undefined && <path class="histogram-zero" d={`M${zero} 0V${2 * HALF}`} />}
      {a !== undefined && isDrawn(a) && <path class="histogram-bars of-a" d={outline(a, 1)} />}
      {b !== undefined && isDrawn(b) && <path class="histogram-bars of-b" d={outline(b, -1)} />}
      <path class="histogram-line" d={`M0 ${HALF}H${WIDTH}`} />
    </svg>
  );
}

/** From the least to the greatest of both. */
export function commonScale(...of: (Histogram | undefined)[]): [number, number] {
  const drawn = of.filter((each): each is Histogram => each !== undefined && isDrawn(each));
  if (drawn.length === 0) return [0, 1];
  return [Math.min(...drawn.map(({ low }) => low)), Math.max(...drawn.map(({ high }) => high))];
}

/** A layer whose outputs are not finite has no bins. */
export function isDrawn({ low, high, counts }: Histogram): boolean {
  return counts.length > 0 && Number.isFinite(low) && Number.isFinite(high);
}

/** The greatest share of values for each unit of the scale. */
function densest(histogram: Histogram | undefined): number {
  if (histogram === undefined || !isDrawn(histogram)) return 0;
  const { counts, low, high } = histogram;
  const sum = counts.reduce((all, count) => all + count, 0) || 1;
  return Math.max(...counts) / sum / ((high - low) / counts.length || 1);
}
