import { joined } from "./damage.ts";

/** A tar archive (ustar) of files by name. */
export function tarOf(files: Readonly<Record<string, Uint8Array>>): Uint8Array<ArrayBuffer> {
  const blocks = Object.entries(files).flatMap(([name, bytes]) => {
    const head = new Uint8Array(512);
    const put = (text: string, at: number) => head.set(new TextEncoder().encode(text), at);
    put(name, 0);
    put(`${bytes.length.toString(8).padStart(11, "0")}\0`, 124);
    put("        0", 148); // the sum counts its own place as spaces; "0": a plain file
    put("ustar\x0000", 257);
    const sum = head.reduce((total, byte) => total + byte, 0);
    put(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    return [head, bytes, new Uint8Array(-bytes.length & 511)];
  });
  return joined(...blocks, new Uint8Array(1024));
}
