/** The name of the trick at a layer's path: "relu" of "3.residual/block/2.relu". */
export function kindAt(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/^\d+\./, "");
}

/** Whether the layer at a path normalizes: its output has the same size whatever it is given. */
export function isNormalization(path: string): boolean {
  return /norm$/i.test(kindAt(path));
}
