// @ts-check
import { docComment, wrapped } from "./doc-comment.mjs";
import { optionDoc } from "./option-doc.mjs";

/** @typedef {import("./doc-comment.mjs").Comment} Comment */
/** @typedef {import("./doc-comment.mjs").Tag} Tag */

/** @type {Tag} */
const REFUSALS = ["throws", "a usage error that names the option, what was expected and what was received."];

/**
 * What an editor shows of a trick, all of it from the trick's own facts.
 * @param {import("../../dist/report/catalogue/trick-facts.js").TrickFacts} trick
 * @param {ReadonlyMap<string, string>} places of options: "rate" by position, "options.rate" by name
 * @param {Comment} own what stands in its source besides
 */
export function trickComment({ summary, formula, use, avoid, example, source, options }, places, own) {
  const text = [
    wrapped(summary),
    own.text,
    formula === undefined ? "" : `\`\`\`text\n${formula}\n\`\`\``,
    wrapped(`**Use:** ${use}`),
    wrapped(`**Avoid:** ${avoid}`),
    wrapped(`**Source:** ${source}`),
  ];
  const params = options
    .filter(({ name }) => places.has(name))
    .map((option) => /** @type {Tag} */ (["param", wrapped(`${places.get(option.name)} ${optionDoc(option)}`)]));
  const named = options.filter(({ name }) => places.get(name) === `options.${name}`);
  if (named.length > 0 && named.length < params.length)
    params.splice(params.length - named.length, 0, ["param", "options The other options, by name."]);
  return docComment({
    text: text.filter(Boolean).join("\n\n"),
    tags: [
      ...params,
      ...own.tags,
      ...(params.length === 0 || own.tags.some(([name]) => name === "throws") ? [] : [REFUSALS]),
      ["example", example],
    ],
  });
}
