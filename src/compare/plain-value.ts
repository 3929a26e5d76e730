import { EvenkeelError } from "../errors.ts";
import { toExpression } from "../expression/to-expression.ts";
import { isPlainObject } from "../options/plain-object.ts";
import { show } from "../options/show.ts";
import { isInstance, nameOfMaker } from "../trick/instance.ts";

/** A setting as plain JSON: tricks as their expressions, what was not called by its name. */
export function plainValue(value: unknown): unknown {
  if (isInstance(value)) return expressionOf(value);
  if (Array.isArray(value)) return value.map(plainValue);
  if (isPlainObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainValue(inner)]));
  if (typeof value === "function") return nameOfMaker(value) ?? (value.name || "a function");
  return typeof value === "object" && value !== null ? show(value) : value; // weights and models, in short
}

/** The expression of a trick; of one that no expression can say, its name. */
export function expressionOf(trick: Parameters<typeof toExpression>[0]): string {
  try {
    return toExpression(trick);
  } catch (error) {
    if (error instanceof EvenkeelError) return `${trick.name}(…)`;
    throw error;
  }
}
