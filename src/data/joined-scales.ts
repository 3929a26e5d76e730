import { type LinearScale, type NumberScale, UNSCALED } from "./linear-scale.ts";
import { isOneForAll } from "./scaled.ts";

/**
 * Several scales of the same inputs as one that is applied in float64 before them, and one of its own for each. What they
 * have in common is what the first subtracts, or, where one has a number for each feature, all that the first does.
 */
export function apart(scales: readonly LinearScale[]): { common: LinearScale; own: LinearScale[] } {
  const [first] = scales;
  if (!scales.every(isOneForAll)) return { common: first, own: scales.map((scale) => combined(first, scale, after)) };
  const { subtract } = scales[0];
  const own = scales.map((scale) => ({ ...scale, subtract: scale.subtract - subtract }));
  return { common: { subtract, multiply: 1 }, own };
}

/** One scale after another as one scale. */
export function joined(first: LinearScale, second: LinearScale): LinearScale {
  if (second.subtract === 0 && second.multiply === 1) return first;
  return combined(first, second, both);
}

/** What undoes a scale: x = (x′ + s·m) / m. */
export function inverse({ subtract, multiply }: LinearScale): LinearScale {
  return combined({ subtract, multiply }, UNSCALED, ({ subtract: s, multiply: m }) => ({
    subtract: -s * m,
    multiply: 1 / m,
  }));
}

/** With x′ = (x − s)·m already taken: (x − s₂)·m₂ = (x′ − (s₂ − s)·m) · m₂/m */
const after = (first: NumberScale, second: NumberScale): NumberScale => ({
  subtract: (second.subtract - first.subtract) * first.multiply,
  multiply: second.multiply / first.multiply,
});

/** ((x − s₁)·m₁ − s₂)·m₂ = (x − (s₁ + s₂/m₁)) · m₁m₂ */
const both = (first: NumberScale, second: NumberScale): NumberScale => ({
  subtract: first.subtract + second.subtract / first.multiply,
  multiply: first.multiply * second.multiply,
});

/** Two scales combined, feature by feature where one has lists. Lists of channels repeat along those of features. */
function combined(a: LinearScale, b: LinearScale, by: typeof both): LinearScale {
  const lists = [a.subtract, a.multiply, b.subtract, b.multiply].filter((part) => typeof part !== "number");
  const all = Array.from({ length: Math.max(1, ...lists.map(({ length }) => length)) }, (_, i) =>
    by(at(a, i), at(b, i)),
  );
  if (all.every(({ subtract, multiply }) => subtract === 0 && multiply === 1)) return UNSCALED;
  if (lists.length === 0) return all[0];
  return { subtract: all.map(({ subtract }) => subtract), multiply: all.map(({ multiply }) => multiply) };
}

/** The scale of one feature. */
function at({ subtract, multiply }: LinearScale, feature: number): NumberScale {
  const of = (part: number | readonly number[]) => (typeof part === "number" ? part : part[feature % part.length]);
  return { subtract: of(subtract), multiply: of(multiply) };
}
