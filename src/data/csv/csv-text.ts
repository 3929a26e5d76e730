import { runError, usageError } from "../../errors.ts";
import { show } from "../../options/show.ts";
import { typeName } from "../stored-numbers.ts";

/**
 * The text of a table, without a byte order mark. Bytes are UTF-8, or UTF-16 with a byte order mark.
 * @throws a usage error for anything but text and bytes, and for a path; a run error for another encoding.
 */
export function textOf(name: string, given: unknown): string {
  const text = typeof given === "string" ? given : decoded(name, given);
  if (/^[^\r\n,;\t|]*\.(csv|tsv|txt|data)$/i.test(text.slice(0, 1000)) && text.length < 1000)
    throw usageError({
      where: name,
      expected: "the text of a table",
      received: `${show(text)}, which looks like a path`,
      fix: `Read the file: csv(await readFile(${show(text)}, "utf8"), …), with readFile of "node:fs/promises".`,
    });
  if (text.startsWith("\uFFFD\uFFFD") || text.slice(0, 200).includes("\0"))
    throw runError({
      where: name,
      expected: "text",
      received: "what looks like UTF-16, decoded as something else",
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
      received: "bytes in another encoding",
      fix: 'Decode them: new TextDecoder("latin1").decode(bytes).',
      cause,
    });
  }
}

/** Encodings by the first two bytes, the byte order mark U+FEFF. */
const ENCODINGS: Readonly<Record<string, string>> = { "255 254": "utf-16le", "254 255": "utf-16be" };

/** The delimiter asked for; by default the comma, or what the first row has instead. */
export function delimiterOf(name: string, text: string, asked: string | undefined): string {
  if (asked === undefined) {
    const [row = ""] = text
      .trimStart()
      .slice(0, 100_000)
      .split(/[\r\n]/, 1);
    const plain = row.replace(/"[^"]*"/g, ""); // without quoted text
    return [",", ";", "\t", "|"].find((delimiter) => plain.includes(delimiter)) ?? ",";
  }
  if (typeof asked === "string" && asked.length === 1 && !'"\r\n'.includes(asked)) return asked;
  throw usageError({ where: `${name}: delimiter`, expected: "one character", received: show(asked) });
}
