import type { Examination } from "../examination.ts";
import type { Finding } from "../finding.ts";
import type { Picture } from "./picture.ts";
import { pictureOf } from "./picture-of.ts";

/** Findings with a picture of what each was found by, and, where there was a cure, of the same signal after it. */
export function withPictures(findings: readonly Finding[], before: Examination, after?: Examination): Finding[] {
  return findings.map((finding) => {
    const picture = pictureOf(finding, before);
    if (picture === undefined) return finding;
    return { ...finding, picture: after === undefined ? picture : both(picture, pictureOf(finding, after)) };
  });
}

/** One picture of the same signal before and after the cure. */
function both(before: Picture, after: Picture | undefined): Picture {
  if (after === undefined || after.title !== before.title) return before;
  const named = ({ lines }: Picture, when: string) =>
    lines.map(({ name, points }) => ({ name: lines.length === 1 ? when : `${name}, ${when}`, points }));
  return { ...before, lines: [...named(before, "before"), ...named(after, "after the cure")] };
}
