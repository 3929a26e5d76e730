/** "1f": a byte as two digits. */
export function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}
