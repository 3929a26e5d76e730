import { namedFiles } from "../files/folder-input.ts";
import type { NamedFile } from "../files/named-file.ts";
import { type FileOfFolder, type Folder, isClutter } from "./folder.ts";

/** The folder that files make by their paths: the one that all of them lie in. */
export function folderOfFiles(where: string, given: Iterable<unknown>): Folder {
  const all = namedFiles(where, given).map(({ path, content }) => ({ parts: path.split("/"), content }));
  let depth = 0;
  while (all.every(({ parts }) => parts.length > depth + 1 && parts[depth] === all[0].parts[depth])) depth++;
  return folderAt(all[0].parts.slice(0, depth).join("/"), all, depth);
}

interface Placed {
  parts: readonly string[];
  content: NamedFile["content"];
}

function folderAt(path: string, within: readonly Placed[], depth: number): Folder {
  return {
    name: path.split("/").at(-1) ?? path,
    path: path === "" ? "the files" : path,
    async entries() {
      const byName = new Map<string, Placed[]>();
      for (const one of within) {
        const known = byName.get(one.parts[depth]);
        if (known === undefined) byName.set(one.parts[depth], [one]);
        else known.push(one);
      }
      return [...byName]
        .filter(([name]) => !isClutter(name))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([, inIt]) => {
          const own = inIt[0].parts.slice(0, depth + 1).join("/");
          const deeper = inIt.filter(({ parts }) => parts.length > depth + 1);
          const files = inIt
            .filter(({ parts }) => parts.length === depth + 1)
            .map(({ content }) => fileAt(own, content));
          return deeper.length === 0 ? files : [folderAt(own, deeper, depth + 1), ...files];
        });
    },
  };
}

function fileAt(path: string, content: NamedFile["content"]): FileOfFolder {
  const bytesOf = async (part: NamedFile["content"]) =>
    part instanceof Blob ? new Uint8Array(await part.arrayBuffer()) : part;
  return {
    name: path.split("/").at(-1) ?? path,
    path,
    head: (most) => bytesOf(content instanceof Blob ? content.slice(0, most) : content.subarray(0, most)),
    whole: () => bytesOf(content),
  };
}
