import type { AsyncBuffer, ColumnMetaData, FileMetaData } from "hyparquet";
import { compressors } from "./compressors.ts";
import { expectPages } from "./expect-pages.ts";
import { DamagedPage } from "./expect-runs.ts";

/**
 * Demands that the sizes at the end of a Parquet file fit one another and the file.
 * @returns what demands the same of the pages of all rows up to one, each page once.
 */
export async function expectGroups(file: AsyncBuffer, metadata: FileMetaData): Promise<(row: number) => Promise<void>> {
  const [column, datapage, schema, delta] = await Promise.all([
    import("hyparquet/src/column.js"),
    import("hyparquet/src/datapage.js"),
    import("hyparquet/src/schema.js"),
    import("hyparquet/src/delta.js"),
  ]);
  const tools = { ...column, ...datapage, ...schema, ...delta };
  const groups = metadata.row_groups.map(({ num_rows, columns }) => ({
    rows: Number(num_rows),
    columns: columns.map(({ meta_data: each }) => {
      if (each === undefined) throw new DamagedPage("a column without its place");
      return { each, path: schema.getSchemaPath(metadata.schema, each.path_in_schema), ...placeOf(each) };
    }),
  }));
  let [rows, bytes] = [0, 0];
  for (const group of groups) {
    rows += group.rows;
    for (const { each, path, start, end } of group.columns) {
      bytes += end - start;
      if (!(start >= 0 && end >= start && end <= file.byteLength && bytes <= file.byteLength))
        throw new DamagedPage(`bytes ${start} to ${end} for a column, of a file of ${file.byteLength}`);
      const values = Number(each.num_values);
      if (!(group.rows >= 0 && (schema.isFlatColumn(path) ? values === group.rows : values >= group.rows)))
        throw new DamagedPage(`${values} values in a column of ${group.rows} rows`);
    }
  }
  if (rows !== Number(metadata.num_rows)) throw new DamagedPage(`${rows} rows in place of ${metadata.num_rows}`);

  let [next, seen] = [0, 0];
  return async (row) => {
    for (; next < groups.length && seen < row; seen += groups[next++].rows)
      for (const { each, path, start, end } of groups[next].columns)
        expectPages(await file.slice(start, end), each, path, compressors, tools);
  };
}

/** Where the pages of a column are. */
function placeOf({ dictionary_page_offset, data_page_offset, total_compressed_size }: ColumnMetaData) {
  const start = Number(dictionary_page_offset || data_page_offset);
  return { start, end: start + Number(total_compressed_size) };
}
