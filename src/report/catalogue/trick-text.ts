import pc from "picocolors";
import { SECTIONS } from "../../trick/sections.ts";
import { unbroken } from "../words/format.ts";
import { type Paint, wrap } from "../words/wrap.ts";
import type { OptionFacts, TrickFacts } from "./trick-facts.ts";

const MARGIN = 2;
/** Lines longer than this are hard to read, however wide the terminal is. */
const WIDEST = 100;

/** The whole page of a trick for the terminal, wrapped to `width` columns (80 by default). */
export function trickText(trick: TrickFacts, { color = false, width = 80 } = {}): string {
  const { bold, dim, cyan } = pc.createColors(color);
  const room = Math.min(width, WIDEST) - MARGIN;
  const paragraph = (text: string) => indented(wrap(unbroken(text), room));
  const part = (heading: string, lines: string[]) => (lines.length === 0 ? [] : ["", bold(heading), ...lines]);
  return [
    `${bold(trick.name)}  ${dim(`${trick.kind} · ${SECTIONS[trick.section]}`)}`,
    ...(trick.measures === undefined ? [] : paragraph(trick.measures).map(dim)),
    ...paragraph(trick.summary),
    ...(trick.formula === undefined ? [] : ["", ...indented(trick.formula.split("\n"), 2 * MARGIN).map(cyan)]),
    ...part("When to use it", paragraph(trick.use)),
    ...part("When not, and what to watch", paragraph(trick.avoid)),
    ...part(
      "Options",
      trick.options.flatMap((option) => optionLines(option, room, bold, dim)),
    ),
    ...part("Example", indented(wrap(trick.example, room)).map(cyan)),
    ...part("Source", paragraph(trick.source)),
  ].join("\n");
}

function optionLines({ name, accepts, doc, ...option }: OptionFacts, room: number, bold: Paint, dim: Paint): string[] {
  const lead = `${name}: `;
  const [first, ...rest] = wrap(`${lead}${accepts}${defaultInWords(option)}`, room - MARGIN);
  return [
    ...indented([bold(lead) + first.slice(lead.length)]),
    ...indented(rest, 3 * MARGIN),
    ...indented(wrap(unbroken(doc), room - 2 * MARGIN), 3 * MARGIN).map(dim),
  ];
}

/** ", 0.5 by default" */
function defaultInWords({ default: fallback, required }: Pick<OptionFacts, "default" | "required">): string {
  if (required) return ", which must be given";
  return fallback === undefined ? ", which may be left out" : `; ${fallback} by default`;
}

const indented = (lines: string[], by = MARGIN) => lines.map((text) => " ".repeat(by) + text);
