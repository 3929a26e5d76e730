import { gradients } from "../src/autodiff/backward.ts";
import type { Device, Feed, HostArray } from "../src/backend/backend.ts";
import { type DeviceOptions, openDevice } from "../src/backend/open.ts";
import type { Storage } from "../src/graph/primitives.ts";
import { createProgram, type Program } from "../src/graph/program.ts";
import { type Shape, sizeOf } from "../src/graph/shape.ts";
import { input, type Tensor, variable } from "../src/graph/tensor.ts";
import { RandomStream } from "../src/random.ts";
import { BACKENDS } from "./backends.ts";

/** An argument of a function of tensors: fed, or held by the device. Floats are exact in float32. */
export interface Argument {
  shape: Shape;
  data: HostArray;
  storage: Storage;
  held: boolean;
}

/** Standard normal numbers, rounded to float32 so that every backend sees the same. */
export function normals(shape: Shape, seed = 1): Argument {
  const random = new RandomStream(seed, `normals ${shape}`);
  return numbers(
    shape,
    Array.from({ length: sizeOf(shape) }, () => random.normal()),
  );
}

/** Whole numbers in [0, n). */
export function integers(shape: Shape, n: number, storage: Storage = "float", seed = 1): Argument {
  const random = new RandomStream(seed, `integers ${shape}`);
  return numbers(
    shape,
    Array.from({ length: sizeOf(shape) }, () => random.integer(n)),
    storage,
  );
}

export function numbers(shape: Shape, data: ArrayLike<number>, storage: Storage = "float"): Argument {
  return { shape, data: toHost(data, storage), storage, held: false };
}

/** The same argument as a variable of the device. */
export function held(argument: Argument): Argument {
  return { ...argument, held: true };
}

export type Outputs = Record<string, Tensor>;
export type Numbers = Record<string, HostArray>;

/** What is opened beside the reference where nothing else is asked for: wasm, or what tests are run on in its place. */
const FAST = BACKENDS.find((name) => name !== "reference");

/** A backend beside the reference: both compute the same programs from the same numbers. */
export class BackendPair {
  readonly tested: Device;
  readonly reference: Device;
  #programs = 0;

  private constructor(tested: Device, reference: Device) {
    this.tested = tested;
    this.reference = reference;
  }

  static async open(options: DeviceOptions = { threads: 0, backend: FAST }): Promise<BackendPair> {
    return new BackendPair(await openDevice(options), await openDevice({ backend: "reference" }));
  }

  /** What a function of tensors gives on both. */
  async compute(
    trace: (...tensors: Tensor[]) => Outputs,
    args: readonly Argument[],
  ): Promise<{ tested: Numbers; reference: Numbers; program: Program }> {
    const prefix = `program ${this.#programs++}`;
    const names = args.map((_, i) => `${prefix} argument ${i}`);
    const tensors = args.map(({ shape, storage, held }, i) => (held ? variable : input)(names[i], shape, storage));
    const program = createProgram(trace(...tensors));
    const feed: Feed = Object.fromEntries(args.flatMap(({ data, held }, i) => (held ? [] : [[names[i], data]])));
    const on = async (device: Device) => {
      for (const [i, { shape, data, storage, held }] of args.entries())
        if (held) await device.create(names[i], shape, storage, data);
      const executable = await device.compile(program);
      const [fetched] = await executable.run([feed]);
      return fetched;
    };
    return { tested: await on(this.tested), reference: await on(this.reference), program };
  }

  async close(): Promise<void> {
    await Promise.all([this.tested.close(), this.reference.close()]);
  }
}

/** The value of a function, and the gradients of Σ value · cotangent with respect to every float argument. */
export function withGradients(
  trace: (...tensors: Tensor[]) => Tensor,
  args: readonly Argument[],
): { trace: (...tensors: Tensor[]) => Outputs; args: Argument[] } {
  const { shape } = trace(...args.map((argument, i) => input(`${i}`, argument.shape, argument.storage)));
  const cotangent = normals(shape, 99);
  return {
    args: [...args, cotangent],
    trace: (...tensors) => {
      const value = trace(...tensors.slice(0, -1));
      const wanted = tensors.slice(0, -1).filter((_, i) => args[i].storage === "float");
      const outputs: Outputs = { value };
      gradients(value, wanted, tensors.at(-1) as Tensor).forEach((gradient, i) => {
        outputs[`gradient ${i}`] = gradient;
      });
      return outputs;
    },
  };
}

/**
 * The largest difference, as a share of the largest finite expected number. Not-a-numbers and infinities must stand in
 * the same places, else it is ∞. Expected numbers beyond float32 count as infinite.
 */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let [difference, scale] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    const [is, should] = [actual[i], Math.fround(expected[i])];
    if (!Number.isFinite(should) || !Number.isFinite(is)) {
      if (!Object.is(is, should)) return Infinity;
      continue;
    }
    difference = Math.max(difference, Math.abs(is - expected[i]));
    scale = Math.max(scale, Math.abs(expected[i]));
  }
  return difference === 0 ? 0 : difference / scale;
}

/** The worst relative error among outputs of the same names, for a message that names each. */
export function errors(tested: Numbers, reference: Numbers): Record<string, number> {
  return Object.fromEntries(Object.keys(reference).map((name) => [name, relativeError(tested[name], reference[name])]));
}

/** How many float32 numbers lie between two, at the place where they differ most; NaN equals NaN. */
export function largestUlps(actual: ArrayLike<number>, expected: ArrayLike<number>): { ulps: number; at: number } {
  let worst = { ulps: 0, at: -1 };
  for (let i = 0; i < expected.length; i++) {
    if (Number.isNaN(actual[i]) && Number.isNaN(expected[i])) continue;
    const ulps = Math.abs(rank(actual[i]) - rank(expected[i]));
    if (!(ulps <= worst.ulps)) worst = { ulps: Number.isNaN(ulps) ? Infinity : ulps, at: i };
  }
  return worst;
}

/** The place of a float32 among all, 0 at zero. */
function rank(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  const [bits] = new Int32Array(Float32Array.of(x).buffer);
  return bits < 0 ? -(bits & 0x7fffffff) : bits;
}

function toHost(data: ArrayLike<number>, storage: Storage): HostArray {
  if (storage === "uint8") return Uint8Array.from(data);
  if (storage === "int32") return Int32Array.from(data);
  return storage === "uint32" ? Uint32Array.from(data) : Float32Array.from(data);
}
