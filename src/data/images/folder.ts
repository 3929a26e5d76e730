/** A file of a folder, wherever it is. */
export interface FileOfFolder {
  readonly name: string;
  readonly path: string;
  /** The first bytes: at most so many. */
  head(most: number): Promise<Uint8Array>;
  /** All bytes. */
  whole(): Promise<Uint8Array>;
}

/** A folder, on a disk or as a page has it. */
export interface Folder {
  readonly name: string;
  readonly path: string;
  /** What lies in it, sorted by name as bytes are, whatever the system and its language; not what systems leave there. */
  entries(): Promise<readonly (FileOfFolder | Folder)[]>;
}

export function isFolder(entry: FileOfFolder | Folder): entry is Folder {
  return "entries" in entry;
}

/** What systems leave in folders; names that begin with a dot, too. */
const CLUTTER = ["Thumbs.db", "desktop.ini", "__MACOSX"];

export function isClutter(name: string): boolean {
  return name.startsWith(".") || CLUTTER.includes(name);
}
