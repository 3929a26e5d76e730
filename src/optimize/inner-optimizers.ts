import type { Optimizer } from "./optimizer.ts";

/** The options in which a wrapper, a chain or a partition keeps the optimizers it is made of. */
interface Inner {
  optimizer?: Optimizer;
  stages?: readonly Optimizer[];
  groups?: readonly (readonly [pattern: string, optimizer: Optimizer])[];
}

/** The optimizers and transforms that one is made of, in order; none for one that is not made of others. */
export function innerOptimizers({ values }: Optimizer): readonly Optimizer[] {
  const { optimizer, stages = [], groups = [] } = values as Inner;
  return [...groups.map(([, one]) => one), ...stages, ...(optimizer === undefined ? [] : [optimizer])];
}

/** Whether a stage moves parameters: is an optimizer, or has one in it. */
export function moves(stage: Optimizer): boolean {
  return (
    stage.moves === true ||
    Object.hasOwn(stage.definition.options, "learningRate") ||
    innerOptimizers(stage).some(moves)
  );
}
