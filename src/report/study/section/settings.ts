import type { Study } from "../../../compare/study.ts";
import { duration } from "../../../train/progress/duration.ts";
import { type Child, element, type Markup } from "../../page/markup.ts";
import { section, table } from "../../page/parts.ts";
import { instant, unbrokenName } from "../../words/format.ts";
import { leaves } from "../../words/leaves.ts";

/** The base recipe, what each variant changes, and where the study ran. */
export function settingsSection(study: Study): Markup {
  const { effects, baseline } = study;
  const base = shown(study.base);
  const own = effects[0]?.rate;
  const rate = own?.byDefault ? [[code("learningRate"), `${own.value}, the default of ${own.optimizer}`]] : [];
  const settings = [...leaves(base).map(([path, value]) => [code(path), code(value)]), ...rate];
  const changes = effects
    .filter(({ variant }) => variant !== baseline)
    .map(({ variant, changes: changed }) => [
      variant,
      code(
        leaves(changed)
          .map(([path, value]) => `${path} = ${value}`)
          .join(", "),
      ),
    ]);
  return section(
    "settings",
    "Settings",
    element(
      "div",
      { class: "pair" },
      element(
        "div",
        {},
        changes.length > 0 &&
          table(`Changes of each variant to ${baseline}`, [{ heading: "Variant" }, { heading: "Changes" }], changes),
        table("Environment", [{ heading: "Fact" }, { heading: "Value" }], facts(study)),
      ),
      table("The base recipe, with defaults", [{ heading: "Setting" }, { heading: "Value" }], settings),
    ),
    element(
      "details",
      {},
      element("summary", {}, "The base recipe as JSON"),
      element("pre", {}, JSON.stringify(base, null, 2)),
    ),
  );
}

function facts({ environment, seeds, seconds }: Study): Child[][] {
  return [
    ["Evenkeel", environment.evenkeel],
    ["Platform", environment.platform],
    ["Backend", environment.backend],
    ["Runs at a time", environment.parallel],
    ["Seeds", seeds.join(", ")],
    ["Time", unbrokenName(duration(seconds))],
    ["Date", unbrokenName(instant(environment.date))],
  ];
}

/** Settings that have a value, without folders of the machine. */
function shown(base: Study["base"]): Study["base"] {
  return Object.fromEntries(
    Object.entries(base).filter(([key, value]) => value !== undefined && value !== null && key !== "dataDirectory"),
  );
}

function code(text: string): Markup {
  return element("code", {}, text);
}
