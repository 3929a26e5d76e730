import type { Chapter, ChapterText } from "../chapters/chapter.ts";
import { experimentsOf } from "../chapters/experiments-of.ts";
import { chapters } from "../chapters/index.ts";
import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import { chapterText } from "./chapter-text.ts";
import { ExperimentView } from "./experiment-view.tsx";
import { hashOf } from "./place.ts";
import { RichText } from "./rich-text.tsx";
import { Tabs } from "./tabs.tsx";

/** A chapter: the idea, its experiments, a question, its sources. */
export function ChapterPage({ race, chapter, which }: { race: Race; chapter: Chapter; which: string }) {
  const words = texts().shell;
  const text = chapterText(chapter);
  if (text === undefined) return null;
  return (
    <article class="chapter">
      <header>
        <p class="muted small">{words.chapterOf(chapter.order, chapters.length)}</p>
        <h1 id="chapter-title" tabIndex={-1}>
          {text.title}
        </h1>
        <p class="lead">{text.summary}</p>
      </header>
      <section class="idea" aria-labelledby="idea-title">
        <h2 id="idea-title">{words.idea}</h2>
        {text.idea.map((paragraph) => (
          <RichText key={paragraph} text={paragraph} formulas={chapter.formulas} />
        ))}
      </section>
      <section aria-labelledby="experiment-title">
        <h2 id="experiment-title">{words.experiment}</h2>
        <Tabs
          id="which"
          label={words.tabs.which}
          tabs={experimentsOf(chapter).map((name) => ({ name, title: tabTitle(text, name) }))}
          shown={which}
          show={(name) => location.assign(hashOf(chapter, name))}
        >
          <ExperimentView race={race} chapter={chapter} text={text} which={which} />
        </Tabs>
      </section>
      <section class="question" aria-labelledby="question-title">
        <h2 id="question-title">{words.question}</h2>
        <RichText text={text.question} formulas={chapter.formulas} />
      </section>
      <section class="sources" aria-labelledby="sources-title">
        <h2 id="sources-title">{words.sources}</h2>
        <ul>
          {chapter.sources.map(({ text, url }) => (
            <li key={url}>
              <a href={url} rel="noreferrer">
                {text}
              </a>
            </li>
          ))}
        </ul>
      </section>
      <Neighbors chapter={chapter} />
    </article>
  );
}

function tabTitle({ further }: ChapterText, name: string): string {
  const { main, whenNot } = texts().shell.tabs;
  return name === "main" ? main : name === "whenNot" ? whenNot : (further?.[name]?.tab ?? name);
}

/** Links to the chapters before and after. */
function Neighbors({ chapter }: { chapter: Chapter }) {
  const words = texts().shell;
  const at = chapters.indexOf(chapter);
  const link = (to: Chapter | undefined, label: string, rel: "prev" | "next") =>
    to && (
      <a class={rel} rel={rel} href={hashOf(to)}>
        <span class="small muted">{label}</span>
        <span>{chapterText(to)?.title}</span>
      </a>
    );
  return (
    <nav class="neighbors" aria-label={`${words.previous}, ${words.next}`}>
      {link(chapters[at - 1], words.previous, "prev")}
      {link(chapters[at + 1], words.next, "next")}
    </nav>
  );
}
