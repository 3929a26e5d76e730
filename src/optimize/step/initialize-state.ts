import type { Device } from "../../backend/backend.ts";
import { createProgram } from "../../graph/program.ts";
import { constant } from "../../graph/tensor.ts";
import type { Rule } from "../rule.ts";
import { initialState } from "./trace-update.ts";

/** Creates the optimizer's state on the device, with its initial values. */
export async function initializeState(
  device: Device,
  optimizer: Rule,
  params: Parameters<typeof initialState>[1],
): Promise<void> {
  const state = initialState(optimizer, params);
  for (const { variable: slot } of state) await device.create(slot.attributes.name, slot.shape, "float");
  const executable = await device.compile(createProgram({ done: constant(1) }, state));
  await executable.run([{}]);
}
