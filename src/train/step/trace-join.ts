import { createProgram, type Program } from "../../graph/program.ts";
import { constant, input, variable } from "../../graph/tensor.ts";
import { evaluatedName, trainable } from "../../optimize/step/trace-update.ts";
import { movedAverage } from "./average-in-step.ts";
import type { SessionVariables } from "./session-variables.ts";

/** Moves the averages towards the weights and statistics as they are, by the weight that is fed, without a step. */
export function traceJoin(variables: SessionVariables): Program {
  const { params, state, optimizer, bare } = variables;
  const unaveraged = evaluatedName(bare, params);
  const updates = Object.entries({ ...trainable(optimizer, params), ...state }).map(([name, { shape }]) => {
    const [average, now] = [variable(variables.evaluated(name), shape), variable(unaveraged(name), shape)];
    return { variable: average, value: movedAverage(average, now, input("newest", [])) };
  });
  return createProgram({ done: constant(1) }, updates);
}
