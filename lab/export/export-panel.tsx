import { useSignal } from "@preact/signals";
import { defineRecipe, recipeCommand } from "evenkeel";
import { useId } from "preact/hooks";
import { addressOf } from "../address/address-of.ts";
import { wordsAgainst } from "../controls/edit.ts";
import type { ArmName } from "../protocol.ts";
import type { Race } from "../race/race.ts";
import { language, texts } from "../texts/language.ts";
import "./export.css";
import { exportedRecipe } from "./exported-recipe.ts";
import { ModelButtons } from "./model-buttons.tsx";
import { ProgramView } from "./program-view.tsx";
import { ReportButtons } from "./report-buttons.tsx";
import { TextToTake } from "./text-to-take.tsx";

const KINDS = ["recipe", "command", "program"] as const;

/** What can be taken away: the experiment as a link, a recipe, a command, a program; its report, and what was trained. */
export function ExportPanel({ race }: { race: Race }) {
  const words = texts().controls.exporting;
  const id = useId();
  const arm = useSignal<ArmName>("b");
  const kind = useSignal<(typeof KINDS)[number]>("recipe");
  const experiment = race.experiment.value;
  const own = race.data.value;
  const study = race.study.value;
  const recipe = exportedRecipe(experiment, arm.value, own);
  const against = wordsAgainst(() => defineRecipe(recipe));
  const byGpu = experiment.backend === "webgpu";
  const flag = byGpu ? " --backend webgpu" : "";
  const name = `${experiment.chapter}-${arm.value}`;
  return (
    <section class="export" aria-label={words.title}>
      <h4>{words.link}</h4>
      {own === undefined ? (
        <TextToTake text={linkOf(addressOf(experiment, language.value))} label={words.link} />
      ) : (
        <p>{words.noLink(own.name)}</p>
      )}
      {byGpu && <p>{words.gpu}</p>}
      <h4>{words.oneSide}</h4>
      <p class="export-choice">
        <label for={`${id}-arm`}>{words.side}</label>
        <select
          id={`${id}-arm`}
          class="choice"
          onChange={({ currentTarget: { value } }) => {
            arm.value = value as ArmName;
          }}
        >
          {(["a", "b"] as const).map((one) => (
            <option key={one} value={one} selected={one === arm.value}>
              {one.toUpperCase()}
            </option>
          ))}
        </select>
        <label for={`${id}-kind`}>{words.as}</label>
        <select
          id={`${id}-kind`}
          class="choice"
          onChange={({ currentTarget: { value } }) => {
            kind.value = value as (typeof KINDS)[number];
          }}
        >
          {KINDS.map((one) => (
            <option key={one} value={one} selected={one === kind.value}>
              {words.kinds[one]}
            </option>
          ))}
        </select>
      </p>
      {own !== undefined && <p>{words.ownFiles(own.name)}</p>}
      {against !== undefined && <p role="alert">{against}</p>}
      {against === undefined && kind.value === "recipe" && (
        <>
          <p>{words.train(`${name}.json${flag}`)}</p>
          <TextToTake text={JSON.stringify(recipe, undefined, 2)} label={words.kinds.recipe} file={`${name}.json`} />
        </>
      )}
      {against === undefined && kind.value === "command" && (
        <TextToTake text={`npx ${recipeCommand(recipe)}${flag}`} label={words.kinds.command} />
      )}
      {against === undefined &&
        kind.value === "program" &&
        (own === undefined ? (
          <ProgramView recipe={recipe} file={`${name}.ts`} />
        ) : (
          <TextToTake text={`npx evenkeel explain recipe ${name}.json`} label={words.kinds.program} />
        ))}
      <h4>{words.model(arm.value.toUpperCase())}</h4>
      <ModelButtons key={arm.value} race={race} arm={arm.value} />
      <h4>{words.both}</h4>
      {study === undefined ? (
        <p>{words.noStudy}</p>
      ) : (
        <>
          {study.command !== undefined && <TextToTake text={`npx ${study.command}`} label={words.compare} />}
          <ReportButtons study={study} name={experiment.chapter} />
        </>
      )}
    </section>
  );
}

function linkOf(address: string): string {
  return location.href.replace(/#.*$/s, "") + address;
}
