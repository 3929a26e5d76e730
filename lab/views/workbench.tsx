import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Chapter } from "../chapters/chapter.ts";
import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import { CodeView } from "./code-view.tsx";
import { Later } from "./later.tsx";
import { loadControls, loadExport, loadOwnData } from "./parts.ts";

/** What one does with an experiment beside racing it. Each part is made when it is first opened. */
export function Workbench(props: { race: Race; chapter: Chapter; names: { a: string; b: string } }) {
  const { race, chapter, names } = props;
  const words = texts().shell.workbench;
  return (
    <section class="workbench" aria-labelledby="workbench-title">
      <h3 id="workbench-title">{words.title}</h3>
      <Part title={words.controls}>
        <Later load={loadControls} with={{ race, chapter }} />
      </Part>
      <Part title={words.data}>
        <Later load={loadOwnData} with={{ race }} />
      </Part>
      <Part title={words.code}>
        <CodeView race={race} names={names} />
      </Part>
      <Part title={words.export}>
        <Later load={loadExport} with={{ race }} />
      </Part>
    </section>
  );
}

function Part({ title, children }: { title: string; children: ComponentChildren }) {
  const [opened, setOpened] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setOpened(opened || currentTarget.open)}>
      <summary>
        <h4>{title}</h4>
      </summary>
      {opened && <div class="part">{children}</div>}
    </details>
  );
}
