import type { Span } from "./place.ts";

/** A part of an expression as it is written, with its place. */
export type Node = Literal | List | Entries | Call;

/** A number, a text, true, false, null or undefined. */
export interface Literal extends Span {
  readonly type: "literal";
  readonly value: number | string | boolean | null | undefined;
}

/** `[a, b]` */
export interface List extends Span {
  readonly type: "list";
  readonly items: readonly Node[];
}

/** `{ a: 1, b: 2 }` */
export interface Entries extends Span {
  readonly type: "entries";
  readonly entries: readonly Entry[];
}

/** `a: 1` */
export interface Entry {
  readonly key: string;
  /** Where the key is. */
  readonly at: Span;
  readonly value: Node;
}

/** `adam({ … })`, or a bare name, `adam`, which means `adam()`. */
export interface Call extends Span {
  readonly type: "call";
  readonly name: string;
  /** Where the name is. */
  readonly at: Span;
  /** Whether it has brackets. */
  readonly called: boolean;
  readonly args: readonly Node[];
}
