// @ts-check
import { docComment } from "./doc-comment.mjs";
import { optionDoc } from "./option-doc.mjs";

/** @typedef {import("../../dist/report/catalogue/trick-facts.js").TrickFacts} TrickFacts */
/** @typedef {readonly [name: string, text: string]} Tag */

/**
 * What an editor shows of a trick, all of it from the trick's own facts.
 * @param {TrickFacts} trick
 * @param {ReadonlyMap<string, string>} places of options: "rate" by position, "options.rate" by name
 * @param {{ text: string; tags: readonly Tag[] }} own what stands in its source besides
 */
export function trickComment(trick, places, own) {
  const { summary, formula, use, avoid, example, source, options } = trick;
  const text = [
    summary,
    own.text,
    formula === undefined ? "" : `\`\`\`text\n${formula}\n\`\`\``,
    `**Use:** ${use}`,
    `**Avoid:** ${avoid}`,
  ];
  const params = options
    .filter(({ name }) => places.has(name))
    .map((option) => /** @type {Tag} */ (["param", `${places.get(option.name)} ${optionDoc(option)}`]));
  /** @type {readonly Tag[]} */
  const throws = [["throws", "a usage error that names the option, what was expected and what was received."]];
  return docComment(text.filter(Boolean), [
    ...params,
    ...(own.tags.length > 0 || params.length === 0 ? own.tags : throws),
    ["example", example],
    ["see", source],
  ]);
}
