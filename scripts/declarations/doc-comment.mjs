// @ts-check
import ts from "typescript";

/** @typedef {readonly [name: string, text: string]} Tag */
/** @typedef {{ text: string; tags: readonly Tag[] }} Comment */

/**
 * A comment that editors show.
 * @param {Comment} comment
 */
export function docComment({ text, tags }) {
  const whole = [text, ...tags.map(([name, words]) => `@${name} ${words}`)].join("\n").trim().replaceAll("*/", "*\\/");
  if (!whole.includes("\n")) return `/** ${whole} */`;
  return `/**\n${whole.replace(/^/gm, " * ").replace(/ +$/gm, "")}\n */`;
}

/**
 * The comment of a declaration, with its tags as they are written.
 * @param {ts.Node} node
 * @returns {Comment}
 */
export function commentOf(node) {
  const comment = ts.getJSDocCommentsAndTags(node).findLast(ts.isJSDoc);
  const raw = comment?.getText().slice("/**".length, -"*/".length) ?? "";
  const [text, ...tags] = raw
    .replace(/^\s*\* ?/gm, "")
    .trim()
    .split(/^@(?=\w)/m);
  return {
    text: text.trim(),
    tags: tags.map((tag) => [/^\w+/.exec(tag)?.[0] ?? "", tag.replace(/^\w+\s*/, "").trim()]),
  };
}

/**
 * Half a sentence as a sentence. A symbol that it begins with ("λ: …", "k, epochs …") stays small.
 * @param {string} text
 */
export function sentence(text) {
  const begun = /^(?:a|[a-z]{2,})(?=[ ,;:]|$)/.test(text) ? text[0].toUpperCase() + text.slice(1) : text;
  return begun === "" || /[.!?:…]$/.test(begun) ? begun : `${begun}.`;
}

const WIDTH = 116;

/**
 * A paragraph in lines, none of which begins with what would make a list or a tag of it.
 * @param {string} text
 */
export function wrapped(text) {
  return text.split(/\s+/).reduce((lines, word) => {
    const last = lines.length - lines.lastIndexOf("\n") - 1;
    return `${lines}${last + word.length < WIDTH || /^([-+*#>@]|\d+[.)])/.test(word) ? " " : "\n"}${word}`;
  });
}
