// @ts-check
import { readFileSync } from "node:fs";

/** What tricks say of themselves to people who choose among them. */
const WORDS = /^( +(?:summary|source|formula|use|avoid|example): )("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')(,?)$/gm;
/** What diagnoses say of their rules to people who read about them; a finding tells its source. */
const REASONS = /\b((?:summary|signals|avoid|why): )("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')/g;
/** How a diagnosis makes healthy runs sick, for tests and measurements. */
const SEEDS = /^ {2}seeds: \[[\s\S]*?^ {2}\],?$/m;

/**
 * Leaves out what tricks and diagnoses say of themselves, for what computes and shows them to nobody: a worker.
 * @returns {import("esbuild").Plugin}
 */
export function withoutWords() {
  return {
    name: "without-words",
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]dist[\\/](data|model|optimize|train)[\\/].*\.js$/ }, ({ path }) => {
        const text = readFileSync(path, "utf8");
        return { contents: text.replace(WORDS, '$1""$3'), loader: "js" };
      });
      onLoad({ filter: /[\\/]dist[\\/]doctor[\\/]diagnoses[\\/].*\.js$/ }, ({ path }) => {
        const text = readFileSync(path, "utf8");
        return { contents: text.replace(REASONS, '$1""').replace(SEEDS, "  seeds: [],"), loader: "js" };
      });
    },
  };
}
