import type { Kernel } from "../../plan/kernel.ts";
import { mostMembers } from "./argument-words.ts";
import { emitKernel } from "./kernels/emit.ts";
import type { Shader } from "./shader.ts";
import { workOf } from "./work-of.ts";

/** One dispatch: shaders of the same text, side by side, and about how many flops they take. */
export interface Planned {
  readonly shaders: readonly Shader[];
  readonly work: number;
}

/**
 * The dispatches of a plan whose phases are `arranged`, in order. Kernels of a phase that have the same text are one.
 * @param bySample whether the order of a sample's sums shall not follow from how many samples there are.
 */
export function plannedOf(phases: readonly (readonly Kernel[])[], bySample = false): Planned[] {
  return phases.flatMap((kernels) => jointly(kernels, bySample));
}

/** The shaders of kernels that do not wait for one another; those of one kernel run one after another. */
function jointly(kernels: readonly Kernel[], bySample: boolean): Planned[] {
  const emitted = kernels.map((kernel) => {
    const shaders = emitKernel(kernel, bySample).filter(({ workgroups }) => workgroups.every((count) => count > 0));
    return { shaders, work: workOf(kernel) / shaders.length };
  });
  const most = Math.max(0, ...emitted.map(({ shaders }) => shaders.length));
  return Array.from({ length: most }, (_, i) =>
    equalOf(
      emitted.filter(({ shaders }) => i < shaders.length).map(({ shaders, work }) => ({ shader: shaders[i], work })),
    ),
  ).flat();
}

function equalOf(all: readonly { shader: Shader; work: number }[]): Planned[] {
  const groups = new Map<string, { shaders: Shader[]; work: number }[]>();
  for (const { shader, work } of all) {
    const known = groups.get(shader.code) ?? [];
    groups.set(shader.code, known);
    const last = known.at(-1);
    if (last === undefined || last.shaders.length === mostMembers(shader.count))
      known.push({ shaders: [shader], work });
    else {
      last.shaders.push(shader);
      last.work += work;
    }
  }
  return [...groups.values()].flat();
}
