import { usageError } from "../../errors.ts";
import { type Program, withoutProbes } from "../../graph/program.ts";
import type { Tensor } from "../../graph/tensor.ts";
import type { Buffer, Kernel } from "../kernel.ts";
import type { PlanOptions } from "../plan-options.ts";
import type { ImageRules } from "./image-rules.ts";
import { kernelRulesWith } from "./kernel-rules.ts";
import { Lowering } from "./lowering.ts";
import { materialized } from "./materialize.ts";

/** The kernels of a program, in an order in which they may run, and where its outputs are. */
export interface Lowered {
  kernels: Kernel[];
  /** The kernels of probes, to run after the others. */
  probes: Kernel[];
  /** Where probes read the new values of variables, whose memory keeps the old ones until they are done. */
  newValues: Map<Buffer, Buffer>;
  /** For each output, the buffer that holds it after a run. */
  outputs: Record<string, Buffer>;
}

/** Makes a kernel of every value that has to lie in memory, and computes inside it all that need not. */
export function lower(
  program: Program,
  options: PlanOptions & Pick<Program, "bySample"> = {},
  images?: ImageRules,
): Lowered {
  const { probes } = program;
  const rules = kernelRulesWith(images);
  const cropsOf = images?.croppedGradients ?? (() => new Map());
  const compute = (node: Tensor) => {
    const buffer = lowering.bufferToFill(node);
    if (buffer === undefined) return;
    rules[node.primitive](lowering, node, buffer);
    lowering.filled(node, buffer);
  };
  const step = probes.size === 0 ? program : withoutProbes(program);
  const lowering = new Lowering(materialized(step), cropsOf(step), options);
  for (const node of step.nodes) compute(node);
  const outputs = Object.fromEntries(
    Object.entries(step.outputs).map(([name, node]) => [name, lowering.output(name, node)]),
  );
  // After all else, for every other kernel reads the old values.
  const watched = readByProbes(program, step);
  const newValues = new Map<Buffer, Buffer>();
  for (const { variable, value } of program.updates) {
    const { name, storage } = variable.attributes;
    if (storage !== "float")
      throw usageError({ where: `update of "${name}"`, expected: "a variable stored as floats", received: storage });
    const buffer = lowering.bufferOf(variable);
    lowering.store(value, buffer);
    if (watched.has(value) && !lowering.isLoaded(value)) newValues.set(buffer, lowering.newValue(value, buffer));
  }
  const kernels = lowering.kernels.splice(0);
  if (probes.size > 0) {
    lowering.goOn(materialized(program), cropsOf(program));
    for (const name of probes) lowering.promise(name, program.outputs[name]);
    for (const node of program.nodes) compute(node);
    for (const name of probes) outputs[name] = lowering.output(name, program.outputs[name]);
  }
  return { kernels, probes: lowering.kernels, newValues, outputs };
}

/** The values of a step that its probes read. */
function readByProbes(program: Program, step: Program): Set<Tensor> {
  const own = new Set(step.nodes);
  return new Set(program.nodes.flatMap((node) => (own.has(node) ? [] : node.operands.filter((o) => own.has(o)))));
}
