import type { Study } from "../../../compare/study.ts";
import { element, type Markup } from "../../page/markup.ts";
import { section, table } from "../../page/parts.ts";
import { unbrokenName } from "../../words/format.ts";
import { againOf } from "../data/again-of.ts";
import { shownBase, shownChanges, shownSettings } from "../data/shown-settings.ts";
import { studyFacts } from "../data/study-facts.ts";

/** How to run it again, the base recipe, what each variant changes, and where the study ran. */
export function settingsSection(study: Study): Markup[] {
  const { baseline } = study;
  const settings = shownSettings(study).map(([path, value]) => [
    code(path),
    path === "learningRate" && value.includes(", the default of ") ? value : code(value),
  ]);
  const changes = shownChanges(study).map(([variant, changed]) => [variant, code(changed)]);
  const { words, command } = againOf(study);
  return [
    section(
      "again",
      "How to run it again",
      element("p", {}, words),
      command !== undefined && element("pre", { class: "command" }, element("code", {}, command)),
    ),
    section(
      "settings",
      "Settings and versions",
      element(
        "div",
        { class: "pair" },
        element(
          "div",
          {},
          changes.length > 0 &&
            table(`Changes of each variant to ${baseline}`, [{ heading: "Variant" }, { heading: "Changes" }], changes),
          table(
            "The study",
            [{ heading: "Fact" }, { heading: "Value" }],
            studyFacts(study).map(([name, value]) => [name, unbrokenName(value)]),
          ),
        ),
        table("The base recipe, with defaults", [{ heading: "Setting" }, { heading: "Value" }], settings),
      ),
      element(
        "details",
        { class: "json" },
        element("summary", {}, "The base recipe as JSON"),
        element("pre", {}, JSON.stringify(shownBase(study.base), null, 2)),
      ),
    ),
  ];
}

function code(text: string): Markup {
  return element("code", {}, text);
}
