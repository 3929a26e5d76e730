import type { Severity } from "evenkeel";
import { texts } from "../texts/language.ts";

/** Shapes that differ also without color: an octagon, a triangle, a circle. */
const SHAPES: Record<Severity, string> = {
  severe: "M5 1h6l4 4v6l-4 4H5l-4-4V5zM7 4v5h2V4zm0 6v2h2v-2z",
  warning: "M8 1l7.5 14H.5zM7 6v4h2V6zm0 5v2h2v-2z",
  information: "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zM7 4v2h2V4zm0 3v5h2V7z",
};

/** How grave a finding is: by word, shape and color. */
export function SeveritySign({ severity }: { severity: Severity }) {
  return (
    <span class={`severity ${severity}`}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path fill-rule="evenodd" d={SHAPES[severity]} />
      </svg>
      {texts().doctor.severity[severity]}
    </span>
  );
}
