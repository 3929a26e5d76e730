import type { LinearScale } from "../../data/scaling.ts";
import type { SessionParts } from "./session-parts.ts";

/** The scale of rows of targets: that of outputs, unless several of these have targets at other places. */
export function scaleOfTargets({
  loss,
  targetScale,
}: Pick<SessionParts, "loss" | "targetScale">): LinearScale | undefined {
  return targetScale && (loss.heads?.scaleOfTargets(targetScale) ?? targetScale);
}
