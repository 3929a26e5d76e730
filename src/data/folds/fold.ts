/** The samples of a fold, by number. */
export interface Fold {
  train: Uint32Array;
  validation: Uint32Array;
}

/** Folds by the number of the one that each sample validates in. */
export function foldsBy(foldOf: Uint32Array, k: number): Fold[] {
  const indices = Uint32Array.from(foldOf.keys());
  return Array.from({ length: k }, (_, fold) => ({
    train: indices.filter((i) => foldOf[i] !== fold),
    validation: indices.filter((i) => foldOf[i] === fold),
  }));
}
