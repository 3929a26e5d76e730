import type { Storage } from "../graph/primitives.ts";
import type { Program } from "../graph/program.ts";
import type { Shape } from "../graph/shape.ts";

/** What computes: "wasm" is fast on processors, "webgpu" computes on a GPU, "reference" in float64 by plain loops. */
export type BackendName = "wasm" | "webgpu" | "reference";

/** "auto" times some steps on wasm and, where there is a GPU, on webgpu, and goes on with the faster one. */
export type BackendChoice = BackendName | "auto";

/** Numbers as the host holds them. */
export type HostArray = Float32Array | Float64Array | Uint8Array | Int32Array | Uint32Array;

/** Values by name: the inputs of one run, and its outputs. */
export type Feed = Readonly<Record<string, HostArray>>;
export type Fetched = Record<string, Float32Array | Float64Array>;

/**
 * Where programs run. A device owns its variables, which live from run to run under their names; programs compiled for
 * it share them. Everything is asynchronous, so that the host stays free while a device computes. A device computes one
 * thing at a time, in the order of the calls.
 */
export interface Device {
  /** What computes, for reports: "wasm, 2 threads, relaxed SIMD". */
  readonly description: string;
  /** Bytes that are left for variables and programs. */
  readonly free: number;
  /** Creates a variable, zero unless `data` is given; a variable of that name must not exist. */
  create(name: string, shape: Shape, storage: Storage, data?: ArrayLike<number>): Promise<void>;
  write(name: string, data: ArrayLike<number>): Promise<void>;
  read(name: string): Promise<HostArray>;
  /** Several variables, in the order of their names: where an answer takes long, all of them take as long as one. */
  readAll(names: readonly string[]): Promise<HostArray[]>;
  /** Prepares a program; its variables must exist. */
  compile(program: Program): Promise<Executable>;
  /** Ends the device and its threads. Calls in progress fail; further ones are refused. */
  close(): Promise<void>;
}

export interface Executable {
  /** Runs the program once for each feed, without the host in between, and gives the outputs of every run. */
  run(feeds: readonly Feed[]): Promise<Fetched[]>;
  /** What was made of the program, as stable text. */
  explain(): Promise<string>;
}

/** More bytes were needed than a device has left: the cause of the error that says so. */
export class MemoryShortage extends Error {
  override readonly name = "MemoryShortage";
  readonly needed: number;
  readonly free: number;

  constructor(needed: number, free: number, cause?: unknown) {
    super(`${needed} bytes needed, ${free} left`, { cause });
    this.needed = needed;
    this.free = free;
  }
}

/** The GPU is gone, with all that was on it: the cause of the error that says so. */
export class DeviceLost extends Error {
  override readonly name = "DeviceLost";
}
