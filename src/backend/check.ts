import { runError, usageError } from "../errors.ts";
import type { Program } from "../graph/program.ts";
import { showShape, sizeOf } from "../graph/shape.ts";
import type { Feed } from "./backend.ts";

/** @throws a usage error unless every input is fed as many numbers as its shape has. */
export function checkFeed({ inputs }: Program, feed: Feed): void {
  for (const { attributes, shape } of inputs) {
    const data = feed[attributes.name];
    if (data?.length === sizeOf(shape)) continue;
    throw usageError({
      where: `input "${attributes.name}"`,
      expected: `${sizeOf(shape)} numbers for shape ${showShape(shape)}`,
      received: data === undefined ? "nothing" : `${data.length}`,
    });
  }
}

export function missingVariable(name: string): never {
  throw runError({
    where: `variable "${name}"`,
    expected: "a variable of this device",
    received: "none of that name",
    fix: "Create it before compiling a program that reads it.",
  });
}

export function closedError(): Error {
  return runError({ where: "device", expected: "an open device", received: "a closed one" });
}
