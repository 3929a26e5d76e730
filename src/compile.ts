import { gradients } from "./autodiff/backward.ts";
import type { Executable, Fetched, HostArray } from "./backend/backend.ts";
import { type DeviceOptions, deviceOptions, openDevice } from "./backend/open.ts";
import { usageError } from "./errors.ts";
import { createProgram } from "./graph/program.ts";
import { type Shape, showShape } from "./graph/shape.ts";
import { input, Tensor } from "./graph/tensor.ts";
import { once } from "./once.ts";
import { expectArray, expectShape } from "./options/expect-array.ts";
import { refused, resolveOptions } from "./options.ts";

/** Numbers with a shape, as they are given to and come from compiled functions. */
export interface ArrayValue {
  /** The sizes of each dimension. */
  shape: Shape;
  /** Row-major, as many numbers as the shape has. */
  data: HostArray;
}

/** Numbers with a shape, as functions take them: plain arrays will do. */
export interface ArrayLikeValue {
  /** The sizes of each dimension; the batch first. */
  shape: Shape;
  /** Row-major, as many numbers as the shape has. */
  data: ArrayLike<number>;
}

/** How to compute. */
export interface CompileOptions extends DeviceOptions {
  /**
   * How many threads compute, at most 256. 0 by default: the calling thread itself, which blocks meanwhile; meant for small
   * programs.
   */
  threads?: number | undefined;
}

/** A compiled function of tensors. Each new combination of argument shapes is compiled once, then kept. */
export interface Compiled {
  (...args: ArrayLikeValue[]): Promise<ArrayValue>;
  /** The value, which must be a single number, and its gradient with respect to every argument. */
  withGradients(...args: ArrayLikeValue[]): Promise<{ value: number; gradients: ArrayValue[] }>;
  /** What was made of the function for these shapes, as text. */
  explain(...shapes: Shape[]): Promise<string>;
  /** What computes, as `run.backend` says it: "wasm, 1 thread, relaxed SIMD"; with "auto" also why, once it has chosen. */
  readonly backend: string;
  /** Ends the device and its threads. */
  close(): Promise<void>;
}

/**
 * Compiles any function of tensors for a backend, by default on the calling thread.
 * @param f records the computation with the methods of `Tensor`; it runs once for each combination of shapes.
 * @returns a function of arrays, with `withGradients` beside it. Close it when done.
 * @throws a usage error for options that do not fit, and what `f` throws where shapes do not.
 * @example
 * const f = await compile((x, w) => x.matmul(w).mean());
 * const { value } = await f.withGradients({ shape: [1, 2], data: [1, 2] }, { shape: [2, 1], data: [3, 4] }); // 11
 * await f.close();
 */
export async function compile(f: (...tensors: Tensor[]) => Tensor, options: CompileOptions = {}): Promise<Compiled> {
  resolveOptions("compile", deviceOptions, options);
  if (typeof f !== "function") throw refused("compile", "a function of tensors", f);
  const device = await openDevice({ ...options, threads: options.threads ?? 0 });
  const programs = new Map<string, Promise<{ executable: Executable; shapes: Record<string, Shape> }>>();

  const programFor = (kind: "value" | "gradients", shapes: readonly Shape[]) => {
    const key = `${kind} ${shapes.map(showShape).join(" ")}`;
    return once(programs, key, () => prepare(kind, shapes));
  };
  const prepare = async (kind: "value" | "gradients", shapes: readonly Shape[]) => {
    const tensors = shapes.map((shape, i) => input(`argument ${i}`, shape));
    const value = f(...tensors);
    if (!(value instanceof Tensor)) throw refused("compile", "a function that gives a tensor", value);
    const outputs: Record<string, Tensor> = { value };
    if (kind === "gradients") {
      gradients(value, tensors).forEach((gradient, i) => {
        outputs[`gradient ${i}`] = gradient;
      });
    }
    return {
      executable: await device.compile(createProgram(outputs)),
      shapes: Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, tensor.shape])),
    };
  };
  const call = async (kind: "value" | "gradients", args: readonly ArrayLikeValue[]) => {
    if (args.length < f.length)
      throw usageError({
        where: "compiled function",
        expected: `${f.length} ${f.length === 1 ? "argument" : "arguments"}, as { shape, data }`,
        received: String(args.length),
      });
    const { executable, shapes } = await programFor(kind, args.map(checkArgument));
    const [fetched] = await executable.run([
      Object.fromEntries(args.map(({ data }, i) => [`argument ${i}`, Float64Array.from(data)])),
    ]);
    return { fetched: fetched as Fetched, shapes };
  };

  const compiled = async (...args: ArrayLikeValue[]): Promise<ArrayValue> => {
    const { fetched, shapes } = await call("value", args);
    return { shape: shapes.value, data: fetched.value };
  };
  const methods = {
    async withGradients(...args: ArrayLikeValue[]) {
      const { fetched } = await call("gradients", args);
      return {
        value: fetched.value[0],
        gradients: args.map(({ shape }, i) => ({ shape, data: fetched[`gradient ${i}`] })),
      };
    },
    async explain(...shapes: Shape[]) {
      for (const shape of shapes) expectShape("explain: shape", shape);
      return (await programFor("value", shapes)).executable.explain();
    },
    close: () => device.close(),
  };
  const backend = { get: () => device.description, enumerable: true };
  return Object.defineProperty(Object.assign(compiled, methods), "backend", backend) as Compiled;
}

function checkArgument(argument: ArrayLikeValue, i: number): Shape {
  expectArray(`argument ${i}`, argument);
  const { shape, data } = argument;
  const size = shape.reduce((product, extent) => product * extent, 1);
  if (data.length === size) return shape;
  throw usageError({
    where: `argument ${i}`,
    expected: `${size} numbers for shape ${showShape(shape)}`,
    received: `${data.length}`,
  });
}
