import type { Chapter, ChapterText, PlanText } from "../chapters/chapter.ts";
import { ofExperiment } from "../chapters/experiments-of.ts";
import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import { Announcer } from "./announcer.tsx";
import { ChangedNote } from "./changed-note.tsx";
import { ClaimView } from "./claim-view.tsx";
import { CloserLook } from "./closer-look.tsx";
import { Curves } from "./curves.tsx";
import { Failure } from "./failure.tsx";
import { RaceBar } from "./race-bar.tsx";
import { RaceState } from "./race-state.tsx";
import { RichText } from "./rich-text.tsx";
import { Side } from "./side.tsx";
import { VerdictView } from "./verdict-view.tsx";
import { whatIsMissing } from "./wasm-support.ts";
import { Workbench } from "./workbench.tsx";

const missing = whatIsMissing();

/** An experiment of a chapter, from what is trained to what follows from it. */
export function ExperimentView(props: { race: Race; chapter: Chapter; text: ChapterText; which: string }) {
  const { race, chapter, which } = props;
  const words = texts().shell;
  const plan = ofExperiment(chapter, which) ?? chapter.main;
  const text = ofExperiment<PlanText>(props.text, which) ?? props.text.main;
  return (
    <div class="experiment">
      <h3 class="experiment-title">{text.title}</h3>
      <RichText text={text.setup} formulas={chapter.formulas} />
      {missing !== undefined && <p class="message note">{words.wasm[missing]}</p>}
      <ChangedNote race={race} chapter={chapter} />
      <div class="sides">
        <Side race={race} arm="a" name={text.a} />
        <Side race={race} arm="b" name={text.b} />
      </div>
      <section class="race" aria-label={words.race.label}>
        <RaceBar race={race} disabled={missing !== undefined} />
        <RaceState race={race} />
      </section>
      <Failure race={race} />
      <Curves race={race} />
      <div class="outcome">
        <ClaimView race={race} plan={plan} text={text} labels={props.text.numbers} />
        <VerdictView race={race} />
      </div>
      <CloserLook key={`${chapter.name}/${which}`} race={race} plan={plan} />
      <Workbench race={race} chapter={chapter} names={text} />
      <Announcer key={`${chapter.name}/${which}/announcer`} race={race} plan={plan} text={text} />
    </div>
  );
}
