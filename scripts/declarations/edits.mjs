// @ts-check
import { importing } from "./print-type.mjs";

/** @typedef {import("typescript").Node} Node */

/** What is to be changed in declarations, by their nodes as they were read. */
export class Edits {
  /** @type {Map<import("typescript").SourceFile, { start: number; end: number; text: string }[]>} */
  #byFile = new Map();

  /**
   * Puts a text in the place of a node and of its comment.
   * @param {Node} node
   * @param {string} text
   */
  replace(node, text) {
    this.#add(node, node.end, text);
  }

  /**
   * Gives a node another comment.
   * @param {Node} node
   * @param {string} comment
   */
  comment(node, comment) {
    const start = node.getStart();
    const { character } = node.getSourceFile().getLineAndCharacterOfPosition(start);
    this.#add(node, start, `${comment}\n`.replace(/\n/g, `\n${" ".repeat(character)}`));
  }

  /**
   * Puts further members of an interface behind one.
   * @param {Node} node
   * @param {readonly string[]} members
   */
  insertAfter(node, members) {
    const file = node.getSourceFile();
    const text = members.map((member) => `\n${member}`.replace(/\n/g, "\n    ")).join("");
    this.#byFile.set(file, [...(this.#byFile.get(file) ?? []), { start: node.end, end: node.end, text }]);
  }

  /** @param {Node} node @param {number} end @param {string} text */
  #add(node, end, text) {
    const file = node.getSourceFile();
    const start = node.getStart(file, true);
    this.#byFile.set(file, [...(this.#byFile.get(file) ?? []), { start, end, text }]);
  }

  /** The changed texts by file, each with the imports that it needs. */
  texts() {
    return new Map(
      [...this.#byFile].map(([file, edits]) => {
        /** @type {Map<string, Set<string>>} */
        const imports = new Map();
        let text = file.text;
        for (const edit of edits.toSorted((a, b) => b.start - a.start))
          text = text.slice(0, edit.start) + importing(edit.text, imports) + text.slice(edit.end);
        const lines = [...imports].map(([from, names]) => `import type { ${[...names].join(", ")} } from "${from}";\n`);
        return [file.fileName, lines.join("") + text];
      }),
    );
  }
}
