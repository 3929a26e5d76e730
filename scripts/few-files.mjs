// @ts-check
import { readFileSync } from "node:fs";

/**
 * What runs and predictions load as they need it is put into the files that load it: reading a file more costs more than what
 * is in it.
 * @param {(file: string, module: string) => boolean} apart whether a file goes on loading a module later
 * @returns {import("esbuild").Plugin}
 */
export function fewFiles(apart) {
  return {
    name: "few-files",
    setup({ onLoad }) {
      onLoad({ filter: /[\\/](src|dist)[\\/](train|predict)[\\/].*\.[jt]s$/ }, ({ path }) => {
        /** @type {string[]} */
        const modules = [];
        const contents = readFileSync(path, "utf8").replace(/(?<!typeof )\bimport\(("\.[^"]+")\)/g, (as, module) =>
          apart(path, module) ? as : `Promise.resolve(later${modules.push(module) - 1})`,
        );
        const imports = modules.map((module, i) => `import * as later${i} from ${module};\n`);
        return { contents: imports.join("") + contents, loader: path.endsWith(".ts") ? "ts" : "js" };
      });
    },
  };
}
