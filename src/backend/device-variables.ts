import { runError, usageError } from "../errors.ts";
import type { Storage } from "../graph/primitives.ts";
import type { Buffer } from "../plan/kernel.ts";
import { missingVariable } from "./check.ts";

/** A variable in a device's memory: where it begins, and what lies there. */
export interface PlacedVariable {
  at: number;
  size: number;
  storage: Storage;
}

/** The variables of a device with a memory of its own, by their names. */
export class DeviceVariables {
  readonly #placed = new Map<string, PlacedVariable>();

  /** @throws a run error if there is a variable of that name; a usage error for data of another length. */
  expectNew(name: string, size: number, data: ArrayLike<number> | undefined): void {
    if (this.#placed.has(name))
      throw runError({ where: `variable "${name}"`, expected: "a new name", received: "one in use" });
    if (data !== undefined) checkLength(name, size, data);
  }

  add(name: string, placed: PlacedVariable): void {
    this.#placed.set(name, placed);
  }

  /** @throws a run error if there is none of that name; a usage error for data, if given, of another length. */
  get(name: string, data?: ArrayLike<number>): PlacedVariable {
    const placed = this.#placed.get(name) ?? missingVariable(name);
    if (data !== undefined) checkLength(name, placed.size, data);
    return placed;
  }

  /** The variable that a program names. @throws a run error unless it has the size and storage with which it was created. */
  of({ name, size, storage }: Buffer): PlacedVariable {
    const placed = this.get(name);
    if (placed.size === size && placed.storage === storage) return placed;
    throw runError({
      where: `variable "${name}"`,
      expected: `the variable as it was created, ${placed.size} numbers stored as ${placed.storage}`,
      received: `${size} stored as ${storage}`,
    });
  }
}

function checkLength(name: string, size: number, { length }: ArrayLike<number>): void {
  if (length !== size)
    throw usageError({ where: `variable "${name}"`, expected: `${size} numbers`, received: `${length}` });
}
