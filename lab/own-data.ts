/** Files that were dropped on the page, before anything is made of them. Blobs go to workers without being copied. */
export interface OwnData {
  kind: "csv" | "images" | "idx";
  /** As the page shows it. */
  name: string;
  files: { path: string; blob: Blob }[];
  /** Of many files that were put into one, which goes to a worker at once: what they are, one after another. */
  parts?: { path: string; size: number }[];
  /** Of a table: the column to be learned. */
  target?: string;
  /** Of images: the pixels of a side that all are resized to; undefined: they have one size. */
  size?: number;
}
