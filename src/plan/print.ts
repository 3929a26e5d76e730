import type { Buffer, Kernel, Term, View } from "./kernel.ts";
import type { Plan } from "./plan.ts";

/** The plan as stable text: every kernel of every phase, then the memory. */
export function printPlan({ phases, outputs, layout }: Plan): string {
  const lines = phases.flatMap((kernels, phase) => [
    `phase ${phase}`,
    ...kernels.map((kernel) => `  ${printKernel(kernel)}`),
  ]);
  for (const [name, buffer] of Object.entries(outputs)) lines.push(`output ${name} in ${printBuffer(buffer)}`);
  const ratio = layout.lowerBound === 0 ? 1 : layout.bytes / layout.lowerBound;
  lines.push(`arena ${layout.bytes} bytes, ${ratio.toFixed(2)} of the lower bound ${layout.lowerBound}`);
  return lines.join("\n");
}

function printKernel(kernel: Kernel): string {
  switch (kernel.kind) {
    case "map":
      return `map [${kernel.extents}] ${printTerms(kernel.terms)} → ${kernel.stores
        .map(({ term, view, accumulate }) => `${accumulate ? "add " : ""}t${term} ${printView(view)}`)
        .join(", ")}`;
    case "reduce":
      return `reduce [${kernel.extents.map((extent, axis) => (kernel.reduced[axis] ? `Σ${extent}` : extent))}] ${printTerms(
        kernel.terms,
      )} → ${kernel.results.map(({ op, term, view }) => `${op} t${term} ${printView(view)}`).join(", ")}`;
    case "fill":
      return `fill ${kernel.around === undefined ? "" : "around what is written of "}${printBuffer(kernel.buffer)}`;
    case "random":
      return `random ${printBuffer(kernel.buffer)}`;
    case "matmul":
      return `matmul ${kernel.batch}×[${kernel.m}, ${kernel.k}]·[${kernel.k}, ${kernel.n}] ${printView(kernel.a)} ${printView(
        kernel.b,
      )} → ${printBuffer(kernel.out)}`;
    case "convolution":
    case "inputGradient":
    case "kernelGradient": {
      const full = "full" in kernel && kernel.full !== undefined ? "full " : "";
      const sizes = `[${kernel.batch}, ${kernel.image}, ${kernel.channels}] kernel [${kernel.kernel}] → [${kernel.out}, ${kernel.outputs}]`;
      const winograd =
        "winograd" in kernel && kernel.winograd !== undefined ? `winograd ${kernel.winograd}×${kernel.winograd} ` : "";
      return `${winograd}${full}${kernel.kind} ${sizes} stride ${kernel.stride} → ${printBuffer(kernel.output)}`;
    }
    case "winogradWeights":
      return `winograd weights ${printBuffer(kernel.weights)} → ${printBuffer(kernel.output)}`;
    case "sweep":
      return `sweep in ${kernel.blocks} blocks\n${kernel.kernels.map((inner) => `    ${printKernel(inner)}`).join("\n")}`;
    case "scatter":
      return `scatter ${printBuffer(kernel.values)} → ${printBuffer(kernel.out)}`;
  }
}

function printTerms(terms: readonly Term[]): string {
  return `{ ${terms.map((term, i) => `t${i} = ${printTerm(term)}`).join("; ")} }`;
}

function printTerm(term: Term): string {
  if (term.op === "load") return printView(term.view);
  if (term.op === "constant") return String(term.value);
  if (term.op === "index") return `index(${term.offset}, [${term.strides}])`;
  return `${term.op}(${term.args.map((arg) => `t${arg}`).join(", ")})`;
}

function printView({ buffer, offset, strides, rows }: View): string {
  const at = offset === 0 ? "" : `+${offset}`;
  const picked = rows === undefined ? "" : ` rows ${printView(rows.indices)}`;
  return `${printBuffer(buffer)}${at}[${strides}]${picked}`;
}

function printBuffer({ kind, name }: Buffer): string {
  return `${kind} "${name}"`;
}
