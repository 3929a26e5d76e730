import type { Option } from "evenkeel";
import type { ComponentChildren, FunctionComponent } from "preact";
import type { Edit } from "./edit.ts";

export interface OptionControlProps {
  /** Of the option. */
  name: string;
  /** The trick that has it; "recipe" for a key of a recipe. */
  owner: string;
  option: Option<unknown>;
  /** undefined: its default. */
  value: unknown;
  /** What holds where no value is given. */
  usual?: unknown;
  edit: Edit;
  /** Options of tricks that are said elsewhere. */
  elsewhere?: readonly string[] | undefined;
  /** Which side it is of: "A" or "B". */
  side?: string | undefined;
  /** Further buttons. */
  tools?: ComponentChildren;
}

/** The control of an option. Options of tricks have controls again, so those of tricks are told which one. */
export type Control = FunctionComponent<OptionControlProps>;
