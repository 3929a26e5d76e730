// @ts-check

/**
 * A comment that editors show: paragraphs, then tags.
 * @param {readonly string[]} paragraphs
 * @param {readonly (readonly [name: string, text: string])[]} [tags]
 */
export function docComment(paragraphs, tags = []) {
  const text = [paragraphs.join("\n\n"), ...tags.map(([name, words]) => `@${name} ${words}`)].join("\n");
  const lines = text.trim().replaceAll("*/", "*\\/").split("\n");
  if (lines.length === 1) return `/** ${lines[0]} */`;
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */`;
}

/**
 * Text moved to the right, but for empty lines.
 * @param {string} text
 */
export function indented(text) {
  return text.replace(/^(?=.)/gm, "    ");
}

/**
 * Half a sentence as a sentence. A symbol that it begins with ("λ: …", "k, epochs …") stays small.
 * @param {string} text
 */
export function sentence(text) {
  const begun = /^(?:a |[a-z]{2,}\b)/.test(text) ? text[0].toUpperCase() + text.slice(1) : text;
  return /[.!?:…]$/.test(begun) ? begun : `${begun}.`;
}
