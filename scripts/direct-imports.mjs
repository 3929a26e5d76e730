// @ts-check
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/**
 * What files of the lab import of evenkeel by name comes from the module that has it. By way of the index everything would be
 * loaded where anything is, since a bundler that splits code does so file by file.
 * @returns {import("esbuild").Plugin}
 */
export function directImports() {
  const places = placesOf("src/index.ts");
  return {
    name: "direct-imports",
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]lab[\\/].*\.tsx?$/ }, ({ path }) => {
        const text = readFileSync(path, "utf8");
        /** @param {string} names @param {(name: string, from: string) => string} line */
        const each = (names, line) =>
          names
            .split(",")
            .map((name) => name.trim())
            .filter((name) => name !== "" && !name.startsWith("type "))
            .map((name) => line(name, JSON.stringify(placeOf(places, name, path))))
            .join(" ");
        const contents = text
          .replace(/^import \{([^}]*)\} from "evenkeel";/gm, (_, names) =>
            each(names, (name, from) => `import { ${name} } from ${from};`),
          )
          .replace(/const \{([^}]*)\} = await import\("evenkeel"\);/g, (_, names) =>
            each(names, (name, from) => `const { ${name} } = await import(${from});`),
          );
        return { contents, loader: path.endsWith("x") ? "tsx" : "ts" };
      });
    },
  };
}

/** @param {Map<string, string>} places @param {string} name @param {string} path */
function placeOf(places, name, path) {
  const place = places.get(name.split(" as ")[0]);
  if (place === undefined) throw new Error(`${path}: expected a public name of evenkeel, received ${name}`);
  return resolve(place.replace(/^src/, "dist").replace(/\.ts$/, ".js"));
}

/** The module that has each public name: what is exported by name stands before a star that has it, too. @param {string} index @returns {Map<string, string>} */
function placesOf(index) {
  const [places, named] = [new Map(), new Map()];
  for (const [, names, from] of readFileSync(index, "utf8").matchAll(/^export (?:\{([^}]*)\}|\*) from "(.+)";/gm)) {
    const file = join(dirname(index), from);
    if (names === undefined) for (const [name, place] of placesOf(file)) places.set(name, place);
    else for (const name of names.split(",")) named.set(name.trim().split(" as ").at(-1), file);
  }
  return new Map([...places, ...named]);
}
