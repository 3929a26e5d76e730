import { runError } from "../../errors.ts";
import type { Storage } from "../../graph/primitives.ts";
import { printGraph } from "../../graph/print.ts";
import type { Program } from "../../graph/program.ts";
import { type Shape, sizeOf } from "../../graph/shape.ts";
import type { Tensor } from "../../graph/tensor.ts";
import type { Device, Executable, Feed, Fetched, HostArray } from "../backend.ts";
import { checkFeed, missingVariable } from "../check.ts";
import type { Computed } from "./computed.ts";
import { evaluators } from "./evaluators.ts";

/** The oracle: every primitive in float64 by plain loops, on the calling thread. Slow on purpose. */
export class ReferenceDevice implements Device {
  readonly description = "reference, float64";
  readonly free = Infinity;
  readonly #variables = new Map<string, Computed>();

  async create(name: string, shape: Shape, _storage: Storage, data?: ArrayLike<number>): Promise<void> {
    if (this.#variables.has(name))
      throw runError({ where: `variable "${name}"`, expected: "a new name", received: "one in use" });
    this.#variables.set(name, { shape, data: new Float64Array(sizeOf(shape)) });
    if (data !== undefined) await this.write(name, data);
  }

  async write(name: string, data: ArrayLike<number>): Promise<void> {
    this.#variable(name).data.set(data);
  }

  readAll(names: readonly string[]): Promise<HostArray[]> {
    return Promise.all(names.map((name) => this.read(name)));
  }

  async read(name: string): Promise<HostArray> {
    return this.#variable(name).data.slice();
  }

  async compile(program: Program): Promise<Executable> {
    for (const { attributes } of program.variables) this.#variable(attributes.name);
    return {
      run: async (feeds) => feeds.map((feed) => this.#run(program, feed)),
      explain: async () => printGraph(program),
    };
  }

  async close(): Promise<void> {
    this.#variables.clear();
  }

  #run(program: Program, feed: Feed): Fetched {
    checkFeed(program, feed);
    const values = new Map<Tensor, Computed>();
    for (const node of program.nodes)
      values.set(
        node,
        this.#evaluate(
          node,
          feed,
          node.operands.map((operand) => values.get(operand) as Computed),
        ),
      );
    const dataOf = (node: Tensor) => (values.get(node) as Computed).data;
    const fetched = Object.fromEntries(
      Object.entries(program.outputs).map(([name, node]) => [name, dataOf(node).slice()]),
    );
    // All new values are taken before the first is written: an update may read what another one changes.
    const changes = program.updates.map(
      ({ variable, value }) => [variable.attributes.name, dataOf(value).slice()] as const,
    );
    for (const [name, data] of changes) this.#variable(name).data.set(data);
    return fetched;
  }

  #evaluate(node: Tensor, feed: Feed, operands: Computed[]): Computed {
    if (node.is("variable")) return this.#variable(node.attributes.name);
    if (node.is("input")) return { shape: node.shape, data: Float64Array.from(feed[node.attributes.name]) };
    const evaluate = evaluators[node.primitive] as (node: Tensor, ...operands: Computed[]) => Float64Array;
    return { shape: node.shape, data: evaluate(node, ...operands) };
  }

  #variable(name: string): Computed {
    return this.#variables.get(name) ?? missingVariable(name);
  }
}
