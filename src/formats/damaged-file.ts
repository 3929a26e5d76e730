import { runError } from "../errors.ts";
import { shortened } from "../options/show.ts";

const LONGEST = 400;

/** The error for a file that cannot be read. What it quotes from the file is shortened. */
export function damagedFile(where: string, expected: string, received: string, cause?: unknown): Error {
  return runError({
    where,
    expected,
    received: shortened(received.replace(/\.$/, ""), LONGEST),
    fix: "The file is damaged or of another kind; use an earlier copy.",
    cause,
  });
}
