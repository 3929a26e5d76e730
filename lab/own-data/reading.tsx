import { texts } from "../texts/language.ts";

/** How far the reading of files is. */
export interface Reading {
  /** What is read; undefined: files are still looked for. */
  name?: string;
  stage: "found" | "gathered" | "read";
  done: number;
  /** Of how many files; undefined: nobody knows yet. */
  of?: number;
}

/** How far the reading is, for the eye; and a way out of it. What is heard is said once, elsewhere. */
export function ReadingView({ reading: { stage, done, of }, onCancel }: { reading: Reading; onCancel: () => void }) {
  const words = texts().controls.ownData;
  const isDecoding = stage === "read" && done === of;
  const said = isDecoding ? words.decoding(done) : words.stages[stage](done, of ?? 0);
  return (
    <div class="own-reading progress">
      {of !== undefined && of > 1 && (
        <progress aria-label={words.progress} max={of} {...(!isDecoding && { value: done })} />
      )}
      {(of === undefined || of > 1) && <p class="small muted">{said}</p>}
      <button type="button" class="button" onClick={onCancel}>
        {words.cancel}
      </button>
    </div>
  );
}
