import { percentText } from "../charts/number-text.ts";
import type { Misread } from "../protocol.ts";
import { texts } from "../texts/language.ts";
import { whole } from "../views/written.ts";
import { Picture } from "./picture.tsx";
import { mostLikely } from "./use-readings.ts";

interface SampleProps {
  sample: Misread;
  classes: readonly string[] | undefined;
  /** Whether the other network gets it wrong too. */
  both: boolean;
}

/** One test sample: its picture, what it is, and what was read. */
export function MisreadSample({
  sample: { index, inputs, shape, class: is, probabilities },
  classes,
  both,
}: SampleProps) {
  const words = texts().doctor.misread;
  const nameOf = (of: number) => classes?.[of] ?? String(of);
  const best = mostLikely(probabilities);
  const said = [nameOf(is), nameOf(best), percentText(probabilities[best])] as const;
  const [height = 0, width = 0, channels = 1] = shape.slice(shape.length > 3 ? -3 : 0);
  const isPicture = height > 1 && width > 1 && height * width * channels === inputs.length;
  return (
    <li class={both ? "both" : ""}>
      {isPicture && (
        <Picture pixels={inputs} height={height} width={width} label={words.label(whole(index), ...said)} />
      )}
      <span class="small" aria-hidden={isPicture}>
        {words.one(...said)}
      </span>
      {both && <span class="unseen">{words.both}</span>}
    </li>
  );
}
