/** A curve of a picture. Plain JSON. */
export interface PictureLine {
  /** "before the cure", "validation". */
  name: string;
  /** From left to right. */
  points: readonly (readonly [x: number, y: number])[];
}

/** What a finding was found by, as curves. Plain JSON. */
export interface Picture {
  /** "Dead units of 2.relu". */
  title: string;
  /** The title of the horizontal axis: "step". */
  x: string;
  /** The title of the vertical axis: "share of dead units". */
  y: string;
  /** What is shown. */
  lines: readonly PictureLine[];
  /** A limit, where one of the signs was measured by what is shown, or another level to compare with. */
  threshold?: number;
  /** What the threshold is: "the limit" by default. */
  limit?: string;
}
