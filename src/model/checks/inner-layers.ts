import type { Layer } from "../layer.ts";

/** The layers inside a sequential, repeat, parallel, ensemble or residual. */
export interface InnerLayers {
  /** One after another. */
  layers?: readonly Layer[];
  /** Side by side. */
  branches?: readonly Layer[];
  members?: readonly Layer[];
  /** Beside a shortcut. */
  block?: Layer;
}

export function innerLayersOf({ values }: Layer): InnerLayers {
  return values as InnerLayers;
}

/** Whether the layers in it follow one another. */
export function isSequence({ name }: Layer): boolean {
  return name === "sequential" || name === "repeat";
}
