/** What is said of a Parquet page whose numbers do not fit its bytes. */
export class DamagedPage extends Error {}

/**
 * Demands that a part of a page holds `count` numbers of `width` bits as runs of two kinds: one number again and again, or
 * eight numbers at a time in full, as Parquet writes levels and indexes of a dictionary.
 * @param of a number of which the occurrences are counted.
 * @returns how often `of` is among them.
 */
export function expectRuns(
  view: DataView,
  from: number,
  to: number,
  width: number,
  count: number,
  of?: number,
): number {
  if (!(from >= 0 && from <= to && to <= view.byteLength && width <= 32))
    throw new DamagedPage("runs that are longer than their page");
  let [at, seen, found] = [from, 0, 0];
  const byte = () => {
    if (!(at < to)) throw new DamagedPage(`${seen} numbers in runs in place of ${count}`);
    return view.getUint8(at++);
  };
  while (seen < count) {
    let header = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      if (shift > 28) throw new DamagedPage("a length of more than 32 bits");
      const next = byte();
      header += (next & 127) * 2 ** shift;
      more = next > 127;
    }
    const isPacked = header % 2 === 1;
    const length = Math.floor(header / 2) * (isPacked ? 8 : 1);
    const left = count - seen;
    if (isPacked ? length >= left + 8 : length > left)
      throw new DamagedPage(`a run of ${length} where ${left} numbers are left`);
    const bytes = isPacked ? (length * width) / 8 : Math.ceil(width / 8);
    if (!(at + bytes <= to)) throw new DamagedPage("a run that goes on behind its end");
    if (isPacked) {
      if (of !== undefined)
        for (let i = 0; i < Math.min(length, left); i++) if (bits(view, at, i, width) === of) found++;
    } else {
      let value = 0;
      for (let i = 0; i < bytes; i++) value += view.getUint8(at + i) * 2 ** (8 * i);
      if (value >= 2 ** width) throw new DamagedPage(`the number ${value} in ${width} bits`);
      if (value === of) found += length;
    }
    at += bytes;
    seen += length;
  }
  return found;
}

/** Number i of those packed from a byte on, of at most 8 bits. */
function bits(view: DataView, from: number, i: number, width: number): number {
  const at = from + ((i * width) >> 3);
  const two = view.getUint8(at) | (at + 1 < view.byteLength ? view.getUint8(at + 1) << 8 : 0);
  return (two >> ((i * width) & 7)) & (2 ** width - 1);
}
