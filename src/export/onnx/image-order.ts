import type { GraphWriter } from "./graph-writer.ts";

/** [n, h, w, c] → [n, c, h, w], as ONNX has images. Runtimes cancel such steps where one undoes the other. */
export function channelsFirst(image: string, to: GraphWriter): string {
  return to.add("Transpose", [image], { perm: [0, 3, 1, 2] });
}

/** [n, c, h, w] → [n, h, w, c] */
export function channelsLast(image: string, to: GraphWriter): string {
  return to.add("Transpose", [image], { perm: [0, 2, 3, 1] });
}
