import type { Cured } from "../../../doctor/cure/cured.ts";
import type { DoctorReport } from "../../../doctor/diagnose.ts";
import { type Child, element, type Markup } from "../../page/markup.ts";
import { section, table } from "../../page/parts.ts";

/** The recipe with what helped, as a command and as JSON. */
export function curedSection({ cured }: Cured): Markup | undefined {
  const changed = Object.entries(cured.change);
  if (changed.length === 0) return undefined;
  const rows = changed.map(([key, value]) => [code(key), value === null ? "the default" : code(JSON.stringify(value))]);
  return section(
    "cured",
    "The cured recipe",
    table("What was changed", [{ heading: "Key" }, { heading: "Value" }], rows),
    element("pre", {}, cured.command),
    element(
      "details",
      {},
      element("summary", {}, "As JSON"),
      element("pre", {}, JSON.stringify(cured.recipe, null, 2)),
    ),
  );
}

/** What was looked at, what was not, and the command that does it again. */
export function examinedSection({ checked }: DoctorReport, again: string | undefined): Markup {
  const { diagnoses, phases, steps, samples, backend, left = [] } = checked;
  const counts = Object.entries(samples ?? {}).map(([part, count]) => `${count.toLocaleString("en")} ${part}`);
  const rows: Child[][] = [
    ["Diagnoses", diagnoses],
    ["Phases", phases.join(", ")],
    ["Steps of the probe", steps.probe],
    ["Steps of the short training", steps.during],
    ["Samples", counts.join(", ")],
    ...(backend === undefined ? [] : [["Computed by", backend]]),
    ...left.map((text) => ["Not examined", text]),
  ];
  return section(
    "examined",
    "What was examined",
    table("The examination", [{ heading: "Fact" }, { heading: "Value" }], rows),
    again !== undefined && element("p", {}, "To run it again:"),
    again !== undefined && element("pre", {}, again),
  );
}

function code(text: string): Markup {
  return element("code", {}, text);
}
