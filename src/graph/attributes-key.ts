import type { Tensor } from "./tensor.ts";

/** What a node takes besides tensors, as text: equal where it is equal. Put together by hand, for each node of each program is asked. */
export function attributesKey(node: Tensor): string {
  const attributes = node.attributes as object as Readonly<Record<string, unknown>>;
  let key = "";
  for (const name in attributes) key += `${name} ${valueKey(attributes[name])} `;
  return key;
}

/** Of a number, a list of numbers, or a name. */
function valueKey(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  return Object.is(value, -0) ? "-0" : `${value}`;
}
