import { describe, expect, test } from "vitest";
import { dashOf, markerPath, seriesClass, seriesRules } from "./palette.ts";

describe("the palette", () => {
  test("has a rule for every class, and starts again after the last", () => {
    for (let index = 0; index < 8; index++) expect(seriesRules("light")).toContain(`.${seriesClass(index)}{`);
    expect(seriesClass(8)).toBe(seriesClass(0));
  });

  test("gives no two of the first forty series the same color and marker", () => {
    const looks = Array.from({ length: 40 }, (_, i) => `${seriesClass(i)} ${markerPath(i, 64)}`);
    expect(new Set(looks).size).toBe(40);
    expect(dashOf(2)).not.toBe(dashOf(3));
  });

  test.each([
    ["light", "#ffffff"],
    ["dark", "#14171c"],
  ] as const)("is legible as text on the %s page: contrast at least 4.5", (scheme, page) => {
    const colors = seriesRules(scheme).match(/#[0-9a-f]{6}/g) ?? [];
    expect(colors).toHaveLength(8);
    for (const color of colors) expect(contrast(color, page)).toBeGreaterThanOrEqual(4.5);
  });
});

/** The contrast ratio of two colors (Web Content Accessibility Guidelines 2.2). */
function contrast(first: string, second: string): number {
  const [lighter, darker] = [luminance(first), luminance(second)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(color: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
