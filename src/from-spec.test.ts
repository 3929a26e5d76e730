import { expect, test } from "vitest";
import { fromSpec } from "./from-spec.ts";

test("refuses a catalogue that there is not", () => {
  expect(() => fromSpec("layer" as "layers", { name: "dense", units: 3 })).toThrow(
    'fromSpec: expected catalogue sources, scalings, layers, initializers, architectures, losses, metrics, optimizers, transforms, schedules or callbacks, received "layer". Did you mean layers?',
  );
  expect(() => fromSpec("toString" as "layers", {})).toThrow("fromSpec: expected catalogue");
});

test("takes no options from a prototype that JSON brings along", () => {
  const spec = JSON.parse('{"name":"dense","units":4,"__proto__":{"bias":false}}');
  expect(() => fromSpec("layers", spec)).toThrow('dense: expected option units, bias or init, received "__proto__".');
});

test("refuses a description that is deeper than the stack is high", () => {
  const nested = (depth: number): unknown => {
    let spec: unknown = { name: "relu" };
    for (let i = 0; i < depth; i++) spec = { name: "sequential", layers: [spec] };
    return spec;
  };
  expect(fromSpec("layers", nested(40)).name).toBe("sequential");
  expect(() => fromSpec("layers", nested(50_000))).toThrow("at most 100 tricks within one another, received more.");
});
