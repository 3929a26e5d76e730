import type { RandomStream } from "../../src/random.ts";

/** A kind of file that the library reads, for `npm run fuzz`. */
export interface FuzzKind {
  name: string;
  /** Valid files of it: a few, small, and unlike one another. */
  files: readonly Uint8Array<ArrayBuffer>[];
  /** Reads a file in every way there is, and gives back what was read. */
  read(bytes: Uint8Array<ArrayBuffer>, random: RandomStream): unknown;
  /**
   * Whether a file with damaged bytes is never read as another one, since the format has checksums. Otherwise damage to a number
   * cannot be noticed.
   */
  isChecked: boolean;
  /** Another file, made by a program that writes what it likes: right checksums, wrong content. Any answer in words is right. */
  forge?: (bytes: Uint8Array<ArrayBuffer>, random: RandomStream) => Uint8Array<ArrayBuffer>;
}
