import { describe, expect, test } from "vitest";
import type { Primitive } from "../src/graph/primitives.ts";
import { type BackendPair, errors, relativeError, withGradients } from "./compare-backends.ts";
import { type Case, ELEMENTWISE, primitiveCases, storageCases } from "./primitive-cases.ts";

/**
 * Holds every primitive, with its gradients, against the reference.
 * @param on ends the names of the tests: " on a GPU"
 * @param skipped whether there is nothing to test on.
 */
export function comparePrimitives(on: string, pair: () => BackendPair, skipped = false): void {
  const group = describe.skipIf(skipped);
  for (const [primitive, list] of Object.entries(primitiveCases) as [Primitive, readonly Case[]][])
    group(`${primitive}${on} as the reference computes it`, () => {
      test.each(
        list.map(
          (each, i) =>
            [`${i}: ${each.args.map(({ shape, storage }) => `${storage} [${shape}]`).join(", ")}`, each] as const,
        ),
      )("case %s", async (_, { trace, args, tolerance, gradients = tolerance }) => {
        const differentiated = withGradients(trace, args);
        const { tested, reference, program } = await pair().compute(differentiated.trace, differentiated.args);
        expect(program.nodes.map((node) => node.primitive)).toContain(primitive);
        for (const [output, error] of Object.entries(errors(tested, reference)))
          expect(error, output).toBeLessThanOrEqual(output === "value" ? tolerance : gradients);
      });
    });

  group(`numbers${on} that are not stored as floats`, () => {
    test.each(storageCases)("%s", async (_, trace, args) => {
      const { tested, reference } = await pair().compute((...tensors) => ({ value: trace(...tensors) }), args);
      expect(relativeError(tested.value, reference.value)).toBeLessThanOrEqual(ELEMENTWISE);
    });
  });
}
