import * as v from "valibot";
import { checkOption, custom } from "../../options.ts";
import type { RateTest } from "../../train/find-rate/find-rate.ts";

const number = v.union([v.number(), v.nan()]);

/** A loss and a smoothed loss for each rate. */
const rateTest = v.pipe(
  v.object({
    rates: v.array(v.number()),
    losses: v.array(number),
    smoothed: v.array(number),
    ended: v.picklist(["exploded", "highest rate", "aborted"]),
    suggestion: v.exactOptional(
      v.object({ rate: v.number(), reason: v.string(), valley: v.number(), steepest: v.number() }),
    ),
    explanation: v.string(),
    backend: v.exactOptional(v.string()), // what earlier versions gave has none
  }),
  v.check(({ rates, losses, smoothed }) => rates.length === losses.length && rates.length === smoothed.length),
);

const rateTestOption = custom<RateTest>(rateTest, undefined, "a range test, as returned by findRate()");

export function expectRateTest(where: string, value: unknown): asserts value is RateTest {
  checkOption(where, rateTestOption, value);
}
