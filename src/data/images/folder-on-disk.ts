import { runError } from "../../errors.ts";
import { nodeModule } from "../../node-module.ts";
import { nameOf } from "../files/name-of.ts";
import { type FileOfFolder, type Folder, isClutter } from "./folder.ts";

const REASONS: Readonly<Record<string, string>> = { ENOENT: "no such folder", ENOTDIR: "a file" };

/**
 * A folder of the machine.
 * @param above the folders that it lies in, without links: a link to one of them is empty.
 */
export function folderOnDisk(path: string, above: readonly string[] = []): Folder {
  return {
    name: nameOf(path),
    path,
    async entries() {
      const { readdir, realpath, stat } = await nodeModule("node:fs/promises");
      const found = await readdir(path, { withFileTypes: true }).catch((cause: NodeJS.ErrnoException) => {
        const received = REASONS[cause.code ?? ""] ?? cause.message;
        throw runError({ where: path, expected: "a folder with images", received, cause });
      });
      const real = await realpath(path);
      if (above.includes(real)) return [];
      const entries = found.filter(({ name }) => !isClutter(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
      return Promise.all(
        entries.map(async (entry) => {
          const own = `${path}/${entry.name}`;
          const isFolder = entry.isSymbolicLink()
            ? await stat(own).then(
                (target) => target.isDirectory(),
                () => false,
              ) // a link to nothing is a broken file
            : entry.isDirectory();
          return isFolder ? folderOnDisk(own, [...above, real]) : fileOnDisk(own);
        }),
      );
    },
  };
}

function fileOnDisk(path: string): FileOfFolder {
  return {
    name: nameOf(path),
    path,
    async head(most) {
      const { open } = await nodeModule("node:fs/promises");
      const file = await open(path);
      try {
        const { buffer, bytesRead } = await file.read(new Uint8Array(most), 0, most, 0);
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },
    async whole() {
      const { readFile } = await nodeModule("node:fs/promises");
      return readFile(path);
    },
  };
}
