import type { ColumnMetaData, Compressors, DataReader, PageHeader, SchemaTree } from "hyparquet";
import { expectDeltas } from "./expect-deltas.ts";
import { DamagedPage, expectRuns } from "./expect-runs.ts";

/** The most bytes that a page may begin with. */
const LONGEST_HEADER = 65_536;
const widthOf = (most: number) => 32 - Math.clz32(most);

/** The parts of hyparquet that say how a page is written. */
export type PageTools = typeof import("hyparquet/src/column.js") &
  typeof import("hyparquet/src/datapage.js") &
  typeof import("hyparquet/src/schema.js") &
  typeof import("hyparquet/src/delta.js");

/**
 * Demands that the pages of a column hold as many values as they say, before hyparquet reads them, which believes each length.
 * @param path the elements of the schema from its root to the column.
 */
export function expectPages(
  buffer: ArrayBuffer,
  column: ColumnMetaData,
  path: SchemaTree[],
  compressors: Compressors,
  tools: PageTools,
): void {
  const total = Number(column.num_values);
  const isFlat = tools.isFlatColumn(path);
  const { type } = path[path.length - 1].element;
  let [at, values, dictionary] = [0, 0, 0];
  while (at < buffer.byteLength - 1 && !(isFlat && values >= total)) {
    const start = { view: new DataView(buffer, at, Math.min(LONGEST_HEADER, buffer.byteLength - at)), offset: 0 };
    const header = tools.parquetHeader(start);
    at += start.offset;
    const bytes = new Uint8Array(buffer, at, header.compressed_page_size);
    at += bytes.length;
    const unpacked = (from: Uint8Array, length: number) =>
      readerOf(tools.decompressPage(from, length, column.codec, compressors));
    if (header.dictionary_page_header !== undefined) dictionary = header.dictionary_page_header.num_values;
    const page = header.data_page_header ?? header.data_page_header_v2;
    if (page === undefined) continue;
    const count = page.num_values;
    values += count;
    if (!(count >= 0 && values <= total)) throw new DamagedPage(`a page of ${count} values in a column of ${total}`);
    const { reader, present } =
      header.type === "DATA_PAGE_V2" ? second(header, bytes, unpacked) : first(count, bytes, header, unpacked);
    expectValues(reader, page.encoding, present, header.type === "DATA_PAGE");
  }
  if (values !== total) throw new DamagedPage(`pages of ${values} values in a column of ${total}`);

  /** The levels of a page of version 1: each with its length in front, compressed with the values. */
  function first(
    count: number,
    bytes: Uint8Array,
    header: PageHeader,
    unpacked: (from: Uint8Array, length: number) => DataReader,
  ) {
    const reader = unpacked(bytes, header.uncompressed_page_size);
    const found = [tools.getMaxRepetitionLevel(path), tools.getMaxDefinitionLevel(path)].map((most) =>
      most === 0 ? count : expectSized(reader, widthOf(most), count, most),
    );
    return { reader, present: found[1] };
  }

  /** Those of version 2: their lengths in the header, and not compressed. */
  function second(
    { data_page_header_v2: page, uncompressed_page_size }: PageHeader,
    bytes: Uint8Array,
    unpacked: (from: Uint8Array, length: number) => DataReader,
  ) {
    if (page === undefined) throw new DamagedPage("a page without a header");
    const { num_values: count, repetition_levels_byte_length: ends, definition_levels_byte_length: more } = page;
    const { view } = readerOf(bytes);
    const [repetitions, definitions] = [tools.getMaxRepetitionLevel(path), tools.getMaxDefinitionLevel(path)];
    if (repetitions > 0) expectRuns(view, 0, ends, widthOf(repetitions), count);
    const levels = ends + more;
    const present =
      definitions === 0 ? count : expectRuns(view, ends, levels, widthOf(definitions), count, definitions);
    if (present !== count - page.num_nulls)
      throw new DamagedPage(`${present} values and ${page.num_nulls} missing ones in a page of ${count}`);
    const length = uncompressed_page_size - levels;
    if (!(ends >= 0 && more >= 0 && length >= 0)) throw new DamagedPage(`levels of ${ends} and ${more} bytes`);
    const rest = bytes.subarray(levels);
    return { reader: page.is_compressed === false || length === 0 ? readerOf(rest) : unpacked(rest, length), present };
  }

  function expectValues(reader: DataReader, encoding: string, count: number, isFirst: boolean): void {
    if (encoding.startsWith("DELTA")) {
      if (count > 0) expectDeltas(reader, encoding, count, tools);
      return;
    }
    if (encoding === "RLE" && type === "BOOLEAN") {
      expectSized(reader, 1, count);
      return;
    }
    if (!encoding.endsWith("_DICTIONARY") || count === 0) return;
    if (dictionary <= 0) throw new DamagedPage("indexes without a dictionary");
    const width = reader.view.getUint8(reader.offset++);
    if (width > 0 || !isFirst) expectRuns(reader.view, reader.offset, reader.view.byteLength, width, count);
  }
}

/** Runs with the number of their bytes in front. */
function expectSized(reader: DataReader, width: number, count: number, of?: number): number {
  const from = reader.offset + 4;
  reader.offset = from + reader.view.getUint32(reader.offset, true);
  return expectRuns(reader.view, from, reader.offset, width, count, of);
}

function readerOf({ buffer, byteOffset, byteLength }: Uint8Array): DataReader {
  return { view: new DataView(buffer, byteOffset, byteLength), offset: 0 };
}
