import type { Chapter } from "../chapters/chapter.ts";
import { chapters } from "../chapters/index.ts";
import { chapterText } from "./chapter-text.ts";
import { hashOf } from "./place.ts";

/** The chapters in their order, with the one that is open marked. */
export function ChapterList({ open, onChoose }: { open: Chapter | undefined; onChoose?: () => void }) {
  return (
    <ol class="chapter-list">
      {chapters.map((chapter) => {
        const text = chapterText(chapter);
        return (
          <li key={chapter.name}>
            <a href={hashOf(chapter)} aria-current={chapter === open ? "page" : undefined} onClick={onChoose}>
              <span class="order">{chapter.order}</span>
              <span class="words">
                <span class="title">{text?.title ?? chapter.name}</span>
                <span class="summary">{text?.summary}</span>
              </span>
            </a>
          </li>
        );
      })}
    </ol>
  );
}
