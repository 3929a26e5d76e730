/**
 * `writeAtomically`, with an error that says what to do. `elsewhere`: what to do where there are no files, in a browser.
 * What writes and reads files is loaded when it is first needed.
 */
export async function writeFileWhole(path: string, content: Uint8Array | string, elsewhere?: string): Promise<void> {
  const files = await import("./files/whole-files.ts");
  await files.writeFileWhole(path, content, elsewhere);
}

/** The bytes of a file. `elsewhere`: what to do where there are no files, in a browser. */
export async function readFileWhole(path: string, elsewhere?: string): Promise<Uint8Array> {
  const files = await import("./files/whole-files.ts");
  return files.readFileWhole(path, elsewhere);
}
