import { breather } from "./breather.ts";
import type { PlacedFile } from "./own-data-from.ts";

/**
 * The files of a drop, also those within folders, with their paths.
 * @param tell how many were found.
 * @throws the reason of the signal.
 */
export async function droppedFiles(
  items: DataTransferItemList,
  tell?: (found: number) => void,
  signal?: AbortSignal,
): Promise<PlacedFile[]> {
  // The list is emptied once this function waits.
  const placed = [...items].map((item) => item.webkitGetAsEntry() ?? item.getAsFile()); // a picture of another page is no entry
  const files: PlacedFile[] = [];
  const breathe = breather(signal);
  const add = async (path: string, blob: Blob) => {
    files.push({ path, blob });
    tell?.(files.length);
    await breathe();
  };
  for (const one of placed)
    if (one instanceof File) await add(one.name, one);
    else if (one !== null) await eachFile(one, add);
  return files;
}

/** The files that were chosen in a dialog. */
export function chosenFiles(files: FileList): PlacedFile[] {
  return [...files].map((file) => ({ path: file.webkitRelativePath || file.name, blob: file }));
}

/** One after another: ten thousand at once would hold up the page. */
async function eachFile(entry: FileSystemEntry, add: (path: string, file: File) => Promise<void>): Promise<void> {
  if (entry.isFile) {
    const file = await new Promise<File>((done, failed) => (entry as FileSystemFileEntry).file(done, failed));
    return add(entry.fullPath.replace(/^\//, ""), file);
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // A folder comes in parts; an empty one is the last.
    const part = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
    if (part.length === 0) return;
    for (const each of part) await eachFile(each, add);
  }
}
