import { chapters } from "../chapters/index.ts";
import { texts } from "../texts/language.ts";
import { ChapterList } from "./chapter-list.tsx";

/** What is shown where an address names a chapter that there is not. */
export function UnknownChapter({ name }: { name: string }) {
  const words = texts().shell;
  if (chapters.length === 0) return <p>{words.empty}</p>;
  return (
    <article class="chapter">
      <h1 id="chapter-title" tabIndex={-1}>
        {words.unknown.title}
      </h1>
      <p>{words.unknown.text(name)}</p>
      <ChapterList open={undefined} />
    </article>
  );
}
