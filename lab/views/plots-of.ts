import type { Plot } from "../chapters/chapter.ts";

/** Data of the library that are points of a plane, unless they are given other features. */
const IN_PLANE = ["blobs", "circles", "moons", "spirals"];
/** Plots of samples that are images. */
const OF_IMAGES: readonly Plot[] = ["filters", "pad"];

/** Whether samples are points of a plane: as the run says, or, before there is one, as the recipe names them. */
export function isInPlane(data: unknown, inputShape: readonly number[] | undefined): boolean {
  if (inputShape !== undefined) return inputShape.length === 1 && inputShape[0] === 2;
  return IN_PLANE.includes(/^\w*/.exec(String(data ?? ""))?.[0] ?? "");
}

/** The plots of a chapter, as they fit the data: points of a plane have a decision surface first, and are no images. */
export function plotsOf(plots: readonly Plot[], inPlane: boolean): readonly Plot[] {
  if (!inPlane) return plots;
  return ["surface", ...plots.filter((plot) => plot !== "surface" && !OF_IMAGES.includes(plot))];
}
