// @ts-check
import { sentence } from "./doc-comment.mjs";

/** @typedef {Pick<import("../../dist/report/catalogue/trick-facts.js").OptionFacts, "accepts" | "default" | "doc" | "required">} OptionWords */

/**
 * What an option does, what it accepts, and its default.
 * @param {OptionWords} option
 */
export function optionDoc({ doc, accepts, default: fallback, required }) {
  const last = required ? "Required." : fallback === undefined ? "" : `Default: \`${fallback}\`.`;
  return [sentence(doc), sentence(`Accepts ${accepts}`), last].filter(Boolean).join(" ");
}
