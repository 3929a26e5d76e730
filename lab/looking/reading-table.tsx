import { percentText } from "../charts/number-text.ts";
import type { ArmName } from "../experiment.ts";
import { texts } from "../texts/language.ts";
import { Letter } from "../views/letter.tsx";
import { mostLikely, type Readings } from "./use-readings.ts";

const TEN = Array.from({ length: 10 }, (_, digit) => String(digit));

/** The probability of each class in both networks, as bars and as numbers. */
export function ReadingTable({
  readings,
  classes = TEN,
}: {
  readings: Readings;
  classes?: readonly string[] | undefined;
}) {
  const words = texts().doctor.pad;
  return (
    <table class="reading">
      <caption class="unseen">{words.table}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span class="unseen">{words.class}</span>
          </th>
          {(["a", "b"] as const).map((arm) => (
            <th scope="col" key={arm}>
              <Letter arm={arm} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {classes.map((name, index) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <Bar arm="a" reading={readings.a} index={index} />
            <Bar arm="b" reading={readings.b} index={index} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A cell: the most likely class is bold and framed, so color is not its only sign. */
function Bar({ arm, reading, index }: { arm: ArmName; reading: Readings[ArmName]; index: number }) {
  const value = typeof reading === "object" ? reading[index] : undefined;
  const best = typeof reading === "object" && mostLikely(reading) === index;
  return (
    <td class={best ? "best" : ""}>
      <span class={`bar ${arm}`}>
        <span style={{ width: `${100 * (Number.isFinite(value) ? (value ?? 0) : 0)}%` }} />
      </span>
      <span class="share">{percentText(value)}</span>
    </td>
  );
}
