import { runError, usageError } from "../../../errors.ts";
import { show } from "../../../options/show.ts";
import { typeName } from "../../stored-numbers.ts";

/**
 * The text of a table, without a byte order mark. Bytes are UTF-8, or UTF-16 where a mark says so.
 * @throws a usage error for what is neither text nor bytes, and for a path; a run error for another encoding.
 */
export function textOf(name: string, given: unknown): string {
  const text = typeof given === "string" ? given : decoded(name, given);
  if (/^[^\r\n,;\t|]*\.(csv|tsv|txt|data)$/i.test(text.slice(0, 1000)) && text.length < 1000)
    throw usageError({
      where: name,
      expected: "the text of a table",
      received: `${show(text)}, which looks like the path of one`,
      fix: `Read the file: csv(await readFile(${show(text)}, "utf8"), …), with readFile of "node:fs/promises".`,
    });
  if (text.startsWith("\uFFFD\uFFFD") || text.slice(0, 200).includes("\0"))
    throw runError({
      where: name,
      expected: "text",
      received: "what seems to be UTF-16, read as another encoding",
      fix: 'Give the bytes, or decode them: new TextDecoder("utf-16le").decode(bytes).',
    });
  return text.replace(/^\uFEFF/, "");
}

function decoded(name: string, given: unknown): string {
  if (typeName(given) !== "Uint8Array")
    throw usageError({
      where: name,
      expected: "the text of a table, or its bytes",
      received: given === undefined ? "none" : show(given),
      fix: 'Read the file: await readFile("table.csv", "utf8").',
    });
  const bytes = given as Uint8Array<ArrayBuffer>;
  const encoding = ENCODINGS[`${bytes[0]} ${bytes[1]}`] ?? "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw runError({
      where: name,
      expected: `text in ${encoding.toUpperCase()}`,
      received: "bytes of another encoding",
      fix: 'Decode them: new TextDecoder("latin1").decode(bytes).',
      cause,
    });
  }
}

/** By the first two bytes, which are the mark U+FEFF. */
const ENCODINGS: Readonly<Record<string, string>> = { "255 254": "utf-16le", "254 255": "utf-16be" };

/** The delimiter that was asked for; by default the comma, or what the first row has in its place. */
export function delimiterOf(name: string, text: string, asked: string | undefined): string {
  if (asked === undefined) {
    const [row = ""] = text
      .trimStart()
      .slice(0, 100_000)
      .split(/[\r\n]/, 1);
    const plain = row.replace(/"[^"]*"/g, ""); // without what stands in quotes
    return [",", ";", "\t", "|"].find((delimiter) => plain.includes(delimiter)) ?? ",";
  }
  if (typeof asked === "string" && asked.length === 1 && !'"\r\n'.includes(asked)) return asked;
  throw usageError({ where: `${name}: delimiter`, expected: "one character", received: show(asked) });
}
