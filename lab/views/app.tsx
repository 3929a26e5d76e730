import { useEffect } from "preact/hooks";
import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import { ChapterDrawer } from "./chapter-drawer.tsx";
import { ChapterList } from "./chapter-list.tsx";
import { ChapterPage } from "./chapter-page.tsx";
import { chapterText } from "./chapter-text.ts";
import { HelpDialog } from "./help-dialog.tsx";
import { toRace } from "./keys.ts";
import { PageHeader } from "./page-header.tsx";
import { place } from "./place.ts";
import { StatusLine } from "./status-line.tsx";
import { UnknownChapter } from "./unknown-chapter.tsx";

/** The whole page. */
export function App({ race }: { race: Race }) {
  const words = texts().shell;
  const here = place.value;
  const open = here.kind === "chapter" ? here.chapter : undefined;
  const title = open === undefined ? words.unknown.title : chapterText(open)?.title;
  useEffect(() => {
    document.title = `${title} · ${words.name}`;
  }, [title, words]);
  return (
    <>
      <button type="button" class="skip button" onClick={toHeading}>
        {words.skipToChapter}
      </button>
      <button type="button" class="skip button" onClick={toRace}>
        {words.skipToRace}
      </button>
      <PageHeader />
      <nav class="page-list" aria-label={words.chapters}>
        <ChapterList open={open} />
      </nav>
      <main class="page-main">
        {here.kind === "chapter" ? (
          <ChapterPage race={race} chapter={here.chapter} which={here.which} />
        ) : (
          <UnknownChapter name={here.name} />
        )}
      </main>
      <StatusLine race={race} />
      <ChapterDrawer open={open} />
      <HelpDialog />
    </>
  );
}

/** By script, since the address is that of the chapter: a jump must not change it. */
function toHeading() {
  document.getElementById("chapter-title")?.focus();
}
