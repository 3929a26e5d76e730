/** The rules that paths follow, by the names of the library. */
export const RULE_NAMES = ["sgd", "momentum", "nesterov", "rmsprop", "adam"] as const;
export type RuleName = (typeof RULE_NAMES)[number];

export interface RuleSettings {
  rule: RuleName;
  rate: number;
  /** The share of the velocity that is kept; Adam: of the mean gradient. Gradient descent and RMSProp have none. */
  momentum: number;
  /** The greatest norm of a gradient; undefined: whatever it is. */
  clip: number | undefined;
}

/** Whether a rule has a use for momentum. */
export function hasMomentum(rule: RuleName): boolean {
  return rule !== "sgd" && rule !== "rmsprop";
}

/** How far a gradient (gx, gy) moves a point, as [dx, dy]. Rules keep what they remember between calls. */
export type DescentRule = (gx: number, gy: number) => readonly [number, number];

/**
 * The library's update rules for two numbers, in plain arithmetic, so that thousands of steps take less than a frame. A test
 * holds them to `optimizerStepper`.
 */
export function descentRule({ rule, rate, momentum, clip }: RuleSettings): DescentRule {
  const move = RULES[rule](rate, momentum);
  if (clip === undefined) return move;
  return (gx, gy) => {
    const factor = clip / Math.max(Math.hypot(gx, gy), clip); // g ← g · θ / max(‖g‖, θ)
    return move(gx * factor, gy * factor);
  };
}

const RULES: Record<RuleName, (rate: number, momentum: number) => DescentRule> = {
  sgd: (rate) => (gx, gy) => [-rate * gx, -rate * gy], // w ← w − ηg

  momentum(rate, kept) {
    let [vx, vy] = [0, 0];
    return (gx, gy) => {
      [vx, vy] = [kept * vx + gx, kept * vy + gy]; // v ← γv + g
      return [-rate * vx, -rate * vy]; // w ← w − ηv: at a constant rate the same as with the rate inside
    };
  },

  nesterov(rate, kept) {
    let [vx, vy] = [0, 0];
    return (gx, gy) => {
      [vx, vy] = [kept * vx + gx, kept * vy + gy];
      return [-rate * (gx + kept * vx), -rate * (gy + kept * vy)]; // w ← w − η(g + γv)
    };
  },

  rmsprop(rate) {
    let [sx, sy] = [0, 0];
    return (gx, gy) => {
      sx += 0.01 * (gx * gx - sx); // v ← ρv + (1 − ρ)g², ρ = 0.99
      sy += 0.01 * (gy * gy - sy);
      return [(-rate * gx) / (Math.sqrt(sx) + 1e-8), (-rate * gy) / (Math.sqrt(sy) + 1e-8)];
    };
  },

  adam(rate, b1) {
    let [mx, my, sx, sy, step] = [0, 0, 0, 0, 0];
    return (gx, gy) => {
      step++;
      mx += (1 - b1) * (gx - mx); // m ← β₁m + (1 − β₁)g
      my += (1 - b1) * (gy - my);
      sx += 0.001 * (gx * gx - sx); // v ← β₂v + (1 − β₂)g², β₂ = 0.999
      sy += 0.001 * (gy * gy - sy);
      const size = rate / (1 - b1 ** step);
      const root = 1 - 0.999 ** step;
      return [(-size * mx) / (Math.sqrt(sx / root) + 1e-8), (-size * my) / (Math.sqrt(sy / root) + 1e-8)];
    };
  },
};
