import { EvenkeelError, runError, usageError } from "../../../errors.ts";
import type { Table } from "../table.ts";
import { expectGroups } from "./expect-groups.ts";
import { RecordMaker, type RecordOptions } from "./record-maker.ts";

/** A file of which parts can be read. */
export interface RandomAccess {
  byteLength: number;
  slice(start: number, end?: number): Promise<ArrayBuffer> | ArrayBuffer;
}

/**
 * The table in a Parquet file, by the optional package hyparquet.
 * @throws a usage error where it is not installed, and a run error for a damaged file.
 */
export async function readParquet(name: string, file: RandomAccess, options: RecordOptions): Promise<Table> {
  let table: Table | undefined;
  for await (const part of parquetTables(name, file, options, Number.POSITIVE_INFINITY)) table = part;
  if (table === undefined) throw runError({ where: name, expected: "at least one row of data", received: "none" });
  return table;
}

/** The tables of the rows of a Parquet file, of `rows` each but for the last, as it is read. */
export async function* parquetTables(
  name: string,
  file: RandomAccess,
  options: RecordOptions,
  rows: number,
): AsyncGenerator<Table> {
  const { parquetMetadataAsync, parquetReadObjects } = await library(name);
  const { compressors } = await import("./compressors.ts");
  try {
    const metadata = await parquetMetadataAsync(file);
    const expectRows = await expectGroups(file, metadata);
    const total = Number(metadata.num_rows);
    for (let start = 0; start < total; start += rows) {
      const rowEnd = Math.min(total, start + rows);
      await expectRows(rowEnd);
      const records = await parquetReadObjects({ file, metadata, compressors, rowStart: start, rowEnd });
      const maker = new RecordMaker(name, options);
      for (const [i, record] of records.entries()) maker.add(record, `row ${start + i + 1}`);
      yield { ...maker.table(), firstRow: start };
    }
  } catch (cause) {
    if (cause instanceof EvenkeelError) throw cause;
    throw runError({
      where: name,
      expected: "a whole Parquet file",
      received: cause instanceof Error ? cause.message : `${cause}`,
      fix: 'Write it again, with compression "snappy" or "gzip" if that is the reason.',
      cause,
    });
  }
}

async function library(name: string): Promise<typeof import("hyparquet")> {
  try {
    return await import("hyparquet");
  } catch (cause) {
    throw usageError({
      where: name,
      expected: "the package hyparquet, which reads Parquet files",
      received: "no such package",
      fix: "Run npm install hyparquet.",
      cause,
    });
  }
}
