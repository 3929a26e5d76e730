/** The remainder of each byte by a polynomial, bits reversed: what a CRC is computed by. Source: Sarwate 1988 */
export function remainders(polynomial: number): Int32Array {
  return Int32Array.from({ length: 256 }, (_, byte) => {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? polynomial : 0);
    return remainder;
  });
}
