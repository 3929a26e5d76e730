import { texts } from "../texts/language.ts";
import type { Work } from "./work-of.ts";

interface WorkNoteProps {
  work: Work;
  /** Whether it came by a link, in which case someone else chose how much it asks for. */
  linked: boolean;
  onStart(): void;
  onBack(): void;
}

/** Asks before much is computed. */
export function WorkNote({ work: { multiplications, bytes }, linked, onStart, onBack }: WorkNoteProps) {
  const words = texts().controls.work;
  const much = Number.isFinite(multiplications)
    ? words.about(Math.round(multiplications / 1e6), Math.round(bytes / 1e6))
    : words.manyLayers;
  return (
    <div class="message" role="alert">
      <p>{linked ? words.link(much) : words.own(much)}</p>
      <p>
        <button type="button" class="button" onClick={onStart}>
          {words.start}
        </button>{" "}
        <button type="button" class="button quiet" onClick={onBack}>
          {words.back}
        </button>
      </p>
    </div>
  );
}
