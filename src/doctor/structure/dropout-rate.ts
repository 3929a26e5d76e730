import type { LayerFacts } from "../examination.ts";

/** The rate of a dropout layer; 0 for any other. */
export function dropoutRate({ role, layer }: LayerFacts): number {
  const { rate } = layer.values as { rate?: number };
  return role === "dropout" ? (rate ?? 0) : 0;
}
