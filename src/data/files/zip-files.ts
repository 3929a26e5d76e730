import { runError } from "../../errors.ts";
import { checksum } from "../../files/checksum.ts";

const [END, ENTRY, LOCAL] = [0x06054b50, 0x02014b50, 0x04034b50];
const [STORED, DEFLATED] = [0, 8];
/** Deflate makes at most so many bytes of one. */
const MOST_OF_ONE = 1032;

/** What decompresses bytes by deflate into an array of the length that they have then. */
type Inflate = (bytes: Uint8Array, into: { out: Uint8Array }) => Uint8Array;

/**
 * What gives the files of a zip file by their names, in order: stored or compressed by deflate.
 * Source: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3
 * @throws a run error for a damaged file; what is in it is checked by its CRC-32 when it is read.
 */
export function zipFiles(bytes: Uint8Array, where: string, inflate: Inflate): Map<string, () => Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const damaged = (what: string) =>
    runError({ where, expected: "a whole zip file", received: `a damaged one (${what})`, fix: "Copy it again." });
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== END) end--;
  if (end < 0) throw damaged("its list of files is missing");
  const files = new Map<string, () => Uint8Array>();
  let at = view.getUint32(end + 16, true);
  for (let count = view.getUint16(end + 10, true); count > 0; count--) {
    if (at + 46 > end || view.getUint32(at, true) !== ENTRY) throw damaged("its list of files ends early");
    const method = view.getUint16(at + 10, true);
    const [sum, packed, size] = [16, 20, 24].map((field) => view.getUint32(at + field, true));
    const [nameLength, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    const local = view.getUint32(at + 42, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    if (files.has(name)) throw damaged(`${name} is in it twice`);
    at += 46 + nameLength + extra + comment;
    if (local + 30 > bytes.length || view.getUint32(local, true) !== LOCAL) throw damaged(`${name} is not there`);
    const named = bytes.subarray(local + 30, local + 30 + view.getUint16(local + 26, true));
    if (new TextDecoder().decode(named) !== name) throw damaged(`${name} has another name where it lies`);
    files.set(name, () => {
      const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      const content = bytes.subarray(start, start + packed);
      const isPossible = method === STORED ? size === packed : method === DEFLATED && size <= MOST_OF_ONE * packed;
      if (content.length !== packed || !isPossible) throw damaged(`${name} has other sizes than it says`);
      const whole = method === STORED ? content : inflated(content, size, inflate);
      if (whole === undefined || whole.length !== size || Number.parseInt(checksum(whole), 16) !== sum)
        throw damaged(`${name} has another checksum`);
      return whole;
    });
  }
  if (at !== end) throw damaged("its list of files is longer than it says");
  return files;
}

/** Undefined for what was not made by deflate. */
function inflated(content: Uint8Array, size: number, inflate: Inflate): Uint8Array | undefined {
  try {
    return inflate(content, { out: new Uint8Array(size) });
  } catch {
    return undefined;
  }
}
