import { usageError } from "../../../errors.ts";
import { show } from "../../../options/show.ts";
import { typeName } from "../../stored-numbers.ts";
import { encodingOf, expectDecoded, expectTextBytes, otherEncoding } from "./expect-text.ts";

/**
 * A text, without a byte order mark. Bytes are UTF-8, or UTF-16 with a byte order mark.
 * @throws a usage error for anything but text and bytes; a run error for another encoding, and for what is no text.
 */
export function textOf(name: string, given: unknown): string {
  const text = typeof given === "string" ? given : decoded(name, given);
  expectDecoded(name, text);
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
  const encoding = encodingOf(bytes);
  if (encoding === "utf-8") expectTextBytes(name, bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw otherEncoding(name, encoding, cause);
  }
}
