import { expect, test } from "vitest";
import { LANDSCAPE_NAMES, landscape } from "./landscapes.ts";

test.each(LANDSCAPE_NAMES)("the gradient of %s is that of its values", (name) => {
  const { value, gradient } = landscape(name, 37);
  const h = 1e-5;
  for (let i = 0; i < 50; i++) {
    const [x, y] = [Math.sin(i) * 1.5, Math.cos(3 * i) * 1.5];
    const [gx, gy] = gradient(x, y);
    const scale = 1 + Math.hypot(gx, gy);
    expect(Math.abs((value(x + h, y) - value(x - h, y)) / (2 * h) - gx) / scale).toBeLessThan(1e-7);
    expect(Math.abs((value(x, y + h) - value(x, y - h)) / (2 * h) - gy) / scale).toBeLessThan(1e-7);
  }
});

test.each(LANDSCAPE_NAMES)("at the minima of %s the slope is 0, and all around is higher", (name) => {
  const { value, gradient, minima } = landscape(name, 37);
  for (const [x, y] of minima) {
    expect(gradient(x, y).map(Math.abs)).toEqual([0, 0]);
    for (let i = 0; i < 8; i++)
      expect(value(x + 0.01 * Math.cos(i), y + 0.01 * Math.sin(i))).toBeGreaterThan(value(x, y));
  }
});
