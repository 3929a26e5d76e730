import type { Program } from "../../graph/program.ts";

/** All that decides the code of a program, as text: programs of one text have one module. */
export function programKey({ nodes, outputs, updates, probes, bySample = false }: Program): string {
  const place = new Map(nodes.map((node, i) => [node, i]));
  const said = [
    nodes.map(({ primitive, attributes, shape, operands }) => [
      primitive,
      attributes,
      shape,
      operands.map((operand) => place.get(operand)),
    ]),
    Object.entries(outputs).map(([name, node]) => [name, place.get(node), probes.has(name)]),
    updates.map(({ variable, value }) => [place.get(variable), place.get(value)]),
    bySample,
  ];
  return JSON.stringify(said, (_, value) => (typeof value === "number" ? exactly(value) : value));
}

/** JSON has neither −0 nor what is not finite. */
function exactly(value: number): number | string {
  if (Object.is(value, -0)) return "-0";
  return Number.isFinite(value) ? value : `${value}`;
}
