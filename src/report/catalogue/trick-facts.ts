import { catalogue } from "../../catalogue.ts";
import type { Kind } from "../../from-spec.ts";

import type { MetricDefinition, MetricUnit } from "../../model/metric.ts";
import { schedulable } from "../../optimize/schedule.ts";
import { defined } from "../../options/defined.ts";
import { show } from "../../options/show.ts";
import type { Option } from "../../options.ts";
import { isInstance } from "../../trick/instance.ts";
import { SECTIONS, type Section } from "../../trick/sections.ts";
import type { Trick } from "../../trick.ts";

/** The facts of a trick, as plain data: lists, pages and --json all show this. */
export interface TrickFacts extends Omit<Trick, "options"> {
  /** The catalogue that it stands in. */
  kind: Kind;
  options: OptionFacts[];
  /** Of a metric: what its numbers are, and of which tasks: "a share, more is better, for binary". */
  measures?: string;
}

export interface OptionFacts {
  name: string;
  /** What is accepted, with the range: "a number in [0, 1)". */
  accepts: string;
  /** As it is written in code; left out where there is none. */
  default?: string;
  /** Whether it has to be given. */
  required: boolean;
  /** What it does, with its unit. */
  doc: string;
}

/** Every trick, in the order of the sections. */
export function allTrickFacts(): TrickFacts[] {
  const all = Object.entries(catalogue).flatMap(([kind, tricks]) =>
    Object.values(tricks).map(({ definition }) => trickFacts(kind as Kind, definition as Trick)),
  );
  return (Object.keys(SECTIONS) as Section[]).flatMap((section) => all.filter((trick) => trick.section === section));
}

function trickFacts(kind: Kind, definition: Trick): TrickFacts {
  const { name, summary, source, section, formula, use, avoid, example, options } = definition;
  const shown = Object.entries(options).map(([key, option]) => optionFacts(key, takenAs(kind, option)));
  const facts: TrickFacts = { name, kind, section, summary, source, use, avoid, example, options: shown };
  const measures = kind === "metrics" ? measuresOf(definition as Trick & MetricDefinition) : undefined;
  return { ...facts, ...defined({ formula, measures }) };
}

const UNITS: Record<MetricUnit, string> = {
  share: "a share",
  number: "a number",
  target: "in the units of the targets",
};

function measuresOf({ unit = "number", higherIsBetter, tasks }: MetricDefinition): string {
  const these = typeof tasks === "function" ? tasks({}) : tasks;
  return `${UNITS[unit]}, ${higherIsBetter ? "more" : "less"} is better${these === undefined ? "" : `, for ${these.join(", ")}`}`;
}

/** Every number of an optimizer or transform may be a schedule. */
function takenAs(kind: Kind, option: Option<unknown>): Option<unknown> {
  return kind === "optimizers" || kind === "transforms" ? schedulable(option) : option;
}

/** What there is to tell of an option. */
export function optionFacts(name: string, { accepts, fallback, doc, schema }: Option<unknown>): OptionFacts {
  const required = fallback === undefined && schema.type !== "optional";
  return { name, accepts, ...(fallback === undefined ? {} : { default: inCode(fallback) }), required, doc };
}

/** A value as one writes it: `glorotUniform()`, `"epoch"`, `[256]`. */
function inCode(value: unknown): string {
  if (!isInstance(value)) return show(value);
  const given = Object.entries(value.values).map(([key, one]) => `${key}: ${inCode(one)}`);
  return given.length === 0 ? `${value.name}()` : `${value.name}({ ${given.join(", ")} })`;
}
