import { usageError } from "../../errors.ts";
import { RandomStream } from "../../random.ts";
import { expectTaught, type HeldSizes, type PartRows, partRows, type SplitFacts, untaught } from "./part-rows.ts";
import { pickGroups } from "./pick-groups.ts";

/** How often a split is drawn until every class is in training. */
const DRAWS = 50;

/**
 * Sets of whole groups, drawn at random: no group is in two of them.
 * @throws a usage error for fewer groups than sets, and for a class that no draw leaves a training sample of.
 */
export function splitGroups(
  total: number,
  { testSize, validationSize }: HeldSizes,
  seed: number,
  facts: SplitFacts & { groups: ArrayLike<number> },
  where: string,
): PartRows {
  const { groups, labels } = facts;
  const sets = 1 + Number(testSize > 0) + Number(validationSize > 0);
  const count = new Set(Array.from(groups)).size;
  if (count < sets)
    throw usageError({
      where: `${where}: group`,
      expected: `at least ${sets} groups, one for each set`,
      received: `${count}`,
      fix: "Group by something else, or ask for fewer sets.",
    });
  const all = { picked: new Uint32Array(0), rest: Uint32Array.from({ length: total }, (_, i) => i) };
  const drawn = (draw: number) => {
    const random = new RandomStream(seed, "split/groups", draw);
    const test = testSize === 0 ? all : pickGroups(all.rest, testSize, random, groups, sets - 1);
    const validation =
      validationSize === 0 ? { ...all, rest: test.rest } : pickGroups(test.rest, validationSize, random, groups, 1);
    return partRows(validation.rest, validation.picked, test.picked);
  };
  for (let draw = 0; draw < DRAWS; draw++) {
    const rows = drawn(draw);
    if (untaught(rows.train, labels) === undefined) return rows;
  }
  const first = drawn(0);
  expectTaught(`${where}: group`, first.train, facts, "Hold out fewer samples, or leave the class out.");
  return first;
}
