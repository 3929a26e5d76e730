import type { Source } from "../../data/source.ts";
import { ACTIVATIONS } from "../../model/blocks/activation-option.ts";
import type { Initializer } from "../../model/initializer.ts";
import type { Layer } from "../../model/layer.ts";
import { isSchedule } from "../../optimize/schedule.ts";
import type { Instance } from "../../trick.ts";
import { activationPlot } from "./activation-plot.ts";
import { distributionPlot } from "./distribution-plot.ts";
import { pointsPlot } from "./points-plot.ts";
import { schedulePlot } from "./schedule-plot.ts";

/** Sources of points in the plane. */
const POINTS = ["blobs", "circles", "moons", "spirals"];

/** A picture of a trick, computed by the trick itself, as an SVG; undefined where words say as much. */
export async function trickPlot(trick: Instance): Promise<string | undefined> {
  if (isSchedule(trick)) return schedulePlot(trick);
  if (Object.hasOwn(ACTIVATIONS, trick.name) || trick.name === "prelu") return activationPlot(trick as Layer);
  if (POINTS.includes(trick.name)) return pointsPlot(trick as Source);
  return "draw" in trick ? distributionPlot(trick as Initializer) : undefined;
}
