import * as v from "valibot";
import { damagedFile } from "./damaged-file.ts";
import { type StoredArray, TYPES, type Type } from "./safetensors.ts";

/** The longest header (as in the library of the format), and the most tensors that it may name. */
const LONGEST_HEADER = 100_000_000;
const MOST_TENSORS = 65_536;

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const metadataSchema = v.optional(v.record(v.string(), v.string()), {});
const tensorSchema = v.object({
  dtype: v.picklist(Object.keys(TYPES) as Type[]),
  shape: v.array(whole),
  data_offsets: v.tuple([whole, whole]),
});

/**
 * The tensors and the metadata of a safetensors file. Everything is checked before anything is allocated: tensors follow
 * one another without a gap to the last byte of the file.
 * @throws a run error for bytes that are not such a file, or are damaged.
 */
export function decodeSafetensors(
  file: Uint8Array,
  where: string,
): { tensors: Record<string, StoredArray>; metadata: Record<string, string> } {
  const bytes = new Uint8Array(file.buffer, file.byteOffset, file.byteLength); // the slice() of a Buffer would share memory
  const { header, start } = readHeader(bytes, where);
  const { __metadata__: metadata, ...entries } = header;
  const given = v.safeParse(metadataSchema, metadata);
  if (!given.success) throw damagedFile(where, "metadata of strings", given.issues[0].message);
  let end = 0;
  const found = Object.entries(entries).map(([name, entry]) => {
    const result = v.safeParse(tensorSchema, entry, { abortEarly: true });
    if (!result.success)
      throw damagedFile(where, `tensors of ${Object.keys(TYPES).join(" or ")}`, result.issues[0].message);
    const { dtype, shape, data_offsets: offsets } = result.output;
    const [from, to] = offsets;
    const size = shape.reduce((product, extent) => product * extent, TYPES[dtype].BYTES_PER_ELEMENT);
    if (from !== end || to - from !== size)
      throw damagedFile(where, `a tensor of ${size} bytes at ${end}`, `offsets ${from} to ${to}`);
    end = to;
    return { name, dtype, from, to };
  });
  if (start + end !== bytes.length)
    throw damagedFile(where, `a file of ${start + end} bytes, of which ${end} are numbers`, `one of ${bytes.length}`);
  const tensors = Object.fromEntries(
    found.map(({ name, dtype, from, to }) => [name, new TYPES[dtype](bytes.slice(start + from, start + to).buffer)]),
  );
  return { tensors, metadata: given.output };
}

/** The header, a JSON object with a bounded number of entries, and where the numbers begin. */
function readHeader(bytes: Uint8Array, where: string): { header: Record<string, unknown>; start: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length < 8 ? Number.NaN : Number(view.getBigUint64(0, true));
  if (!(length <= bytes.length - 8))
    throw damagedFile(where, `a header within ${bytes.length} bytes`, `one of ${length} bytes`);
  if (length > LONGEST_HEADER)
    throw damagedFile(where, `a header of at most ${LONGEST_HEADER} bytes`, `one of ${length} bytes`);
  const start = 8 + length;
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes.slice(8, start)));
  } catch (cause) {
    throw damagedFile(where, "a JSON header", cause instanceof Error ? cause.message : String(cause), cause);
  }
  if (typeof header !== "object" || header === null || Array.isArray(header))
    throw damagedFile(where, "a header that lists tensors", Array.isArray(header) ? "a list" : typeof header);
  const count = Object.keys(header).length;
  if (count > MOST_TENSORS) throw damagedFile(where, `at most ${MOST_TENSORS} tensors`, String(count));
  return { header: header as Record<string, unknown>, start };
}
