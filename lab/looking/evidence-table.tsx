import type { Finding } from "evenkeel";
import { numberText } from "../charts/number-text.ts";
import { language, texts } from "../texts/language.ts";
import { whole } from "../views/written.ts";

/** The signs of a finding, each with its limit. */
export function EvidenceTable({ finding: { evidence } }: { finding: Finding }) {
  const { evidence: words } = texts().doctor;
  if (evidence.length === 0) return null;
  return (
    <div class="evidence">
      <table>
        <thead>
          <tr>
            {[words.signal, words.value, words.threshold, words.layer, words.step].map((name) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {evidence.map(({ signal, value, threshold, beyond = "above", layer, step }) => (
            <tr key={`${signal} ${layer} ${step}`}>
              <th scope="row" lang={language.value === "en" ? undefined : "en"}>
                {signal}
              </th>
              <td>{numberText(value)}</td>
              <td>{words[beyond](numberText(threshold))}</td>
              <td>{layer ?? "–"}</td>
              <td>{step === undefined ? "–" : whole(step)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
