import type { Program } from "../../graph/program.ts";
import { type ImageRules, isOfImages } from "./image-rules.ts";

/** Loads the rules of images if a program needs them. */
export async function imageRulesFor({ nodes }: Program): Promise<ImageRules | undefined> {
  return nodes.some(isOfImages) ? (await import("./images/images.ts")).images : undefined;
}
