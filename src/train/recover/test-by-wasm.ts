import { engineOf } from "../../backend/engine-of.ts";
import { lostIn } from "../../backend/lost-in.ts";
import { EvenkeelError } from "../../errors.ts";
import { sayOnce } from "../../say-once.ts";
import type { Ending, Tested } from "../run/ending.ts";

/**
 * The test of a run by "auto" whose GPU was lost when all was trained, which is said; other errors are thrown.
 * @param isGone whether a GPU that does not even open, or has no room, is meant too.
 */
export async function testByWasm(
  error: unknown,
  { backend }: Ending,
  isGone: boolean,
  test: () => Promise<Tested>,
): Promise<Tested> {
  const lost = isGone && error instanceof EvenkeelError && error.kind === "run" ? error : lostIn(error);
  if (lost === undefined) throw error;
  const why = `${engineOf(backend)} ${lostIn(error) === undefined ? "failed" : "was lost"}`;
  const hint = `${why} (${lost.facts.received}): the test is computed by wasm.`;
  sayOnce([hint]);
  const tested = await test();
  const { training } = tested.ending;
  return {
    ...tested,
    ending: {
      ...tested.ending,
      training: { ...training, hints: [...training.hints, hint] },
      backend: `${tested.ending.backend} (auto: ${why})`,
    },
  };
}
