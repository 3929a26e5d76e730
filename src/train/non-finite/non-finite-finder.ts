import type { Fetched } from "../../backend/backend.ts";
import { isElementwise } from "../../graph/primitives.ts";
import { createProgram } from "../../graph/program.ts";
import { sizeOf } from "../../graph/shape.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { reachable } from "../../graph/walk.ts";
import { once } from "../../once.ts";
import type { StepPlace } from "../../optimize/step/trace-update.ts";
import { defined } from "../../options/defined.ts";
import { type SessionParts, samplesOf } from "../step/session-parts.ts";
import type { SessionVariables } from "../step/session-variables.ts";
import { feedOf } from "../step/steps.ts";
import { beyond, HALTED, mostOf, type TracedStep, traceStep } from "../step/trace-step.ts";
import { detailOf, SUSPICIOUS } from "./detail-of.ts";
import type { NonFinite } from "./non-finite.ts";
import { MOVES, originOf } from "./origin-of.ts";

/** A step that was not taken: its batch, its place, and what is said of it. */
export interface RefusedStep {
  batch: Uint32Array;
  at: StepPlace;
  step: number;
  epoch: number;
  /** The number of the training sample at an index of the batch. */
  sampleAt(index: number): number;
}

/** Primitives whose result is finite whatever they read, or given by what they read. */
const NEVER_FIRST: ReadonlySet<string> = new Set([
  ...MOVES,
  "constant",
  "input",
  "iota",
  "random",
  "less",
  "equal",
  "argMax",
]);

/**
 * Finds what made a step's values not finite: the step is taken once more, with the same kernels and without an effect, with
 * every value of it checked.
 */
export class NonFiniteFinder {
  readonly #parts: SessionParts;
  readonly #variables: SessionVariables;
  readonly #traced = new Map<number, TracedStep>();

  constructor({ parts, variables }: { parts: SessionParts; variables: SessionVariables }) {
    this.#parts = parts;
    this.#variables = variables;
  }

  /** undefined where the step, taken again, has no such value. */
  async find(refused: RefusedStep): Promise<NonFinite | undefined> {
    const size = refused.batch.length;
    const traced = once(this.#traced, size, () => {
      const parts = { ...this.#parts, samples: samplesOf(this.#parts, "train"), variables: this.#variables };
      return traceStep(parts, { size, watched: false, exact: true });
    });
    const { loss, gradients } = traced;
    const changes = traced.changes.map(({ value }) => value);
    const nodes = reachable([loss, ...gradients, ...changes]).filter(mayBeFirst);
    const flags = await this.#run(
      traced,
      refused,
      Object.fromEntries(nodes.map((node) => [nameOf(node), beyond(node)])),
    );
    const isBad = (node: Tensor): boolean => {
      if (node.is("constant")) return !Number.isFinite(node.attributes.value);
      if (MOVES.has(node.primitive)) return isBad(node.operands[0]);
      return flags[nameOf(node)]?.[0] > 0;
    };
    const root = [loss, ...gradients, ...changes].find(isBad);
    if (root === undefined) return this.#tooLarge(traced, refused);
    const origin = originOf(root, isBad);
    const passed =
      origin.id <= loss.id ? "forward" : gradients.every(({ id }) => origin.id > id) ? "update" : "gradient";
    const { step, epoch } = refused;
    const found = {
      step,
      epoch,
      pass: passed,
      operation: origin.primitive,
      layer: origin.is("variable") ? origin.attributes.name : origin.scope,
      ...(await this.#valueOf(traced, refused, origin, passed === "forward")),
    } as const;
    return { ...found, detail: detailOf(found, this.#largestInput(found.sample)) };
  }

  /** Where all is finite: the weight that the step would have made larger than may be. */
  async #tooLarge(traced: TracedStep, refused: RefusedStep): Promise<NonFinite | undefined> {
    const { step, epoch } = refused;
    for (const change of traced.changes) {
      const most = mostOf(change, this.#variables.params);
      const { [nameOf(change.value)]: values } = await this.#run(traced, refused, {
        [nameOf(change.value)]: change.value,
      });
      const value = values.find((one) => Math.abs(one) >= most);
      if (value === undefined) continue;
      const found = {
        step,
        epoch,
        pass: "update",
        operation: "variable",
        layer: change.variable.attributes.name,
        value,
      } as const;
      return { ...found, detail: detailOf(found) };
    }
    return undefined;
  }

  /** The first value of the node that is not finite, what it was made of, and the sample that it belongs to. */
  async #valueOf(traced: TracedStep, refused: RefusedStep, origin: Tensor, forward: boolean) {
    const size = refused.batch.length;
    const operands = isElementwise(origin.primitive) ? origin.operands : [];
    const probes = Object.fromEntries([origin, ...operands].map((node) => [nameOf(node), node]));
    const fetched = await this.#run(traced, refused, probes);
    const values = fetched[nameOf(origin)];
    const place = values.findIndex((value) => !Number.isFinite(value));
    const ofSamples = forward && origin.shape[0] === size && reachable([origin]).some(isIndices);
    const row = Math.floor(place / sizeOf(origin.shape.slice(1)));
    return {
      value: values[place],
      ...defined({
        of: operands.length === 0 ? undefined : operands.map((node) => fetched[nameOf(node)][place]),
        sample: ofSamples ? this.#suspect(refused, refused.sampleAt(refused.batch[row])) : undefined,
      }),
    };
  }

  /** The sample to which a value belongs, or another one of the batch that is too large, as statistics are of all. */
  #suspect({ batch, sampleAt }: RefusedStep, sample: number): number {
    const [largest] = Array.from(batch, sampleAt).sort((a, b) => this.#largestInput(b) - this.#largestInput(a));
    return this.#largestInput(largest) > SUSPICIOUS ? largest : sample;
  }

  /** The largest of the inputs of a sample, where that is known and the training set is not streamed. */
  #largestInput(sample: number | undefined): number {
    const { train, stream } = this.#parts.data;
    if (sample === undefined || train === undefined || stream !== undefined) return 0;
    const size = sizeOf(train.inputs.shape.slice(1));
    let largest = 0;
    for (let i = sample * size; i < (sample + 1) * size; i++)
      largest = Math.max(largest, Math.abs(train.inputs.data[i]));
    return largest;
  }

  /** The step's outputs and these besides. Steps that are halted change nothing. */
  async #run(
    { program, scalarsAt }: TracedStep,
    { batch, at }: RefusedStep,
    probes: Record<string, Tensor>,
  ): Promise<Fetched> {
    const { device, seed } = this.#parts;
    const watched = createProgram({ ...program.outputs, ...probes }, program.updates, new Set(Object.keys(probes)));
    const executable = await device.compile(watched);
    await device.write(HALTED, [1]);
    try {
      return (await executable.run([feedOf(seed, batch, at, scalarsAt)]))[0];
    } finally {
      await device.write(HALTED, [0]);
    }
  }
}

function mayBeFirst(node: Tensor): boolean {
  const isData = node.is("variable") && node.attributes.name.startsWith("data/"); // checked before training
  return !NEVER_FIRST.has(node.primitive) && !isData && sizeOf(node.shape) > 0;
}

function nameOf({ id }: Tensor): string {
  return `value ${id}`;
}

function isIndices(node: Tensor): boolean {
  return node.is("input") && node.attributes.name === "indices";
}
