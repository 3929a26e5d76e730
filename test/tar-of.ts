/** A tar archive (ustar) of files by name. */
export function tarOf(files: Readonly<Record<string, Uint8Array>>): Uint8Array<ArrayBuffer> {
  const blocks = Object.entries(files).flatMap(([name, bytes]) => [
    tarHead(name, bytes.length.toString(8).padStart(11, "0")),
    bytes,
    new Uint8Array(-bytes.length & 511),
  ]);
  return new Uint8Array(Buffer.concat([...blocks, new Uint8Array(1024)]));
}

/** The head of a plain file, with a size as it will stand there, and the right checksum. */
export function tarHead(name: string, size: string): Uint8Array {
  const head = Buffer.alloc(512);
  head.write(name, 0);
  head.write(size, 124);
  head.write("        0", 148); // the checksum counts its own place as spaces; "0": a plain file
  head.write("ustar\x0000", 257);
  const sum = head.reduce((total, byte) => total + byte, 0);
  head.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return head;
}
