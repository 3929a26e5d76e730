// @ts-check
import { sentence } from "./doc-comment.mjs";

/**
 * What an option does, what it accepts, and its default, unless its text tells that.
 * @param {Omit<import("../../dist/report/catalogue/trick-facts.js").OptionFacts, "name">} option
 */
export function optionDoc({ doc, accepts, default: fallback, required }) {
  const last = required ? "Required." : fallback === undefined ? "None by default." : `Default: \`${fallback}\`.`;
  return [sentence(doc), sentence(`Accepts ${accepts}`), !required && /default/i.test(doc) ? "" : last]
    .filter(Boolean)
    .join(" ");
}
