/** What the machine's refusals mean, and what to do: by the code of the error. */
export const FAILURES: Readonly<Record<string, readonly [received: string, fix: string]>> = {
  EACCES: ["no permission", "Choose a place that you may use, or change its permissions."],
  EPERM: ["no permission", "Choose a place that you may use, or change its permissions."],
  EROFS: ["a file system that is read-only", "Choose a place on another one."],
  ENOSPC: ["a disk that is full", "Free some space, or choose another place."],
  EDQUOT: ["a quota that is used up", "Free some space, or choose another place."],
  EFBIG: ["a file larger than is allowed there", "Raise the limit of file sizes, or choose another place."],
  EISDIR: ["a folder", "Name a file in it."],
  ENOTDIR: ["a path through a file that is no folder", "Choose another place."],
  ENOENT: ["no such file or folder", "Check the path."],
  ENAMETOOLONG: ["a name that is too long", "Choose a shorter name."],
  ELOOP: ["links that lead to one another", "Name the file itself."],
  ENXIO: ["a pipe or socket with nobody at its other end", "Begin to read from it first, or choose a file."],
  EPIPE: ["a pipe whose reader has gone", "Keep the reader, or choose a file."],
  EMFILE: ["too many open files", "Close some, or raise the limit of open files."],
  EBUSY: ["a file that is in use", "Close what uses it, or choose another place."],
  ESPIPE: ["a pipe, a socket or a device, which may have no end", "Choose a file, or read the bytes in your program."],
  ENOMEM: ["more than memory can hold", "Use a machine with more memory."],
  EIO: ["a disk that fails", "Choose a place on another one."],
};

/** An error as the machine would give it. */
export function failureOf(code: keyof typeof FAILURES & string): Error {
  return Object.assign(new Error(`${code}: ${FAILURES[code][0]}`), { code });
}
