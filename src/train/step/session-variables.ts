import { mapTensors } from "../../graph/map-tensors.ts";
import { variable } from "../../graph/tensor.ts";
import { variablesOf } from "../../model/leaves.ts";
import type { Rule, Tensors } from "../../optimize/rule.ts";
import { evaluatedName, initialState } from "../../optimize/step/trace-update.ts";
import type { Callback } from "../callback.ts";
import { averageInStep, averageSlot } from "./average-in-step.ts";
import type { SessionParts } from "./session-parts.ts";
import type { Variables } from "./variables.ts";

/** The variables that training has on a device: those of the model, of its optimizer, and of an average beside them. */
export class SessionVariables {
  readonly params: Variables;
  readonly state: Variables;
  /** The callback that averages the weights, if there is one. */
  readonly averaging: Callback | undefined;
  /** The optimizer as it was given. */
  readonly bare: Rule;
  /** The optimizer, with what is averaged beside it. */
  readonly optimizer: Rule;
  /** The names of the model's parameters and statistics. */
  readonly ofModel: readonly string[];
  /** The names of what the optimizer keeps. */
  readonly ofOptimizer: readonly string[];
  /** Statistics that the optimizer keeps as they are. */
  readonly frozen: ReadonlySet<string>;
  /** The slot of the average in the optimizer's state. */
  readonly #slot: string;
  readonly #evaluatedParameter: (name: string) => string;

  constructor({ model, callbacks, optimizer }: Pick<SessionParts, "model" | "callbacks" | "optimizer">) {
    this.params = variablesOf(model.parameters);
    this.state = variablesOf(model.state);
    this.bare = optimizer;
    this.averaging = callbacks.find(({ average }) => average !== undefined);
    this.#slot = averageSlot(optimizer, this.params);
    this.optimizer = this.averaged();
    this.ofModel = Object.keys({ ...model.parameters, ...model.state });
    this.ofOptimizer = initialState(this.optimizer, this.params).map((slot) => slot.variable.attributes.name);
    this.frozen = new Set(optimizer.frozen?.(this.ofModel)?.filter((name) => Object.hasOwn(model.state, name)));
    this.#evaluatedParameter = evaluatedName(this.optimizer, this.params);
  }

  /** The optimizer, with the average of the weights and of the statistics that a step moved to `moved`. */
  averaged(moved: Tensors = {}): Rule {
    const average = this.averaging?.average;
    return average === undefined ? this.bare : averageInStep(this.bare, average, this.#slot, this.state, moved);
  }

  /** The name of the variable whose value a parameter or statistic has in evaluation and in the finished model. */
  evaluated(name: string): string {
    if (Object.hasOwn(this.params, name)) return this.#evaluatedParameter(name);
    return this.averaging === undefined ? name : `optimizer/${this.#slot}/${name}`;
  }

  /** The variables that evaluation reads, by the names of the parameters and statistics. */
  whereEvaluated(): { params: Variables; state: Variables } {
    const evaluated = (variables: Variables) =>
      mapTensors(variables, ({ shape }, name) => variable(this.evaluated(name), shape));
    return { params: evaluated(this.params), state: evaluated(this.state) };
  }
}
