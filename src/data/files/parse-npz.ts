import { runError } from "../../errors.ts";
import { type NpyArray, parseNpy } from "./parse-npy.ts";
import { zipFiles } from "./zip-files.ts";

/**
 * The arrays of an NPZ file by their names: a zip file of NPY files, stored or compressed.
 * @throws a run error for what is no zip file or a damaged one, and what `parseNpy` throws.
 */
export async function parseNpz(bytes: Uint8Array, where: string): Promise<Map<string, () => NpyArray>> {
  if (!(bytes[0] === 0x50 && bytes[1] === 0x4b))
    throw runError({
      where,
      expected: "an NPZ file, a zip file that begins with PK",
      received: bytes.length === 0 ? "an empty file" : "other bytes",
      fix: "Write it by numpy.savez(path, x=x, y=y).",
    });
  const { inflateSync } = await import("fflate");
  const files = [...zipFiles(bytes, where, inflateSync)].filter(([name]) => name.endsWith(".npy"));
  return new Map(
    files.map(([name, content]) => {
      const array = name.slice(0, -4);
      return [array, () => parseNpy(content(), `${where}: ${array}`)];
    }),
  );
}
