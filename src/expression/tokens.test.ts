import fc from "fast-check";
import { expect, test } from "vitest";
import { unescaped } from "./escapes.ts";
import { tokensOf } from "./tokens.ts";

test("texts are read as JavaScript reads them", () => {
  const written = fc
    .array(fc.nat(0xffff))
    .map((codes) => String.fromCharCode(...codes))
    .map((text) => JSON.stringify(text));
  fc.assert(
    fc.property(
      written,
      (text) => void expect(tokensOf({ text, where: "" })()).toMatchObject({ value: JSON.parse(text) }),
    ),
  );
  const escapes: [string, string][] = [
    [String.raw`\x41\u0042\u{43}\u{1F600}`, "ABC😀"],
    [String.raw`\n\t\r\b\f\v\0`, "\n\t\r\b\f\v\0"],
    [String.raw`\\\"\'\$`, `\\"'$`],
  ];
  for (const [text, value] of escapes) expect(unescaped(text)).toBe(value);
  for (const text of [String.raw`\q`, String.raw`\x4`, String.raw`\u12`, String.raw`\u{110000}`, String.raw`\1`])
    expect(unescaped(text), text).toBeUndefined();
});

test("every number that JavaScript prints is read as the same one", () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 });
  const text = fc.oneof(
    number.map(String),
    number.map((x) => x.toExponential()),
    fc.nat().map((x) => `0x${x.toString(16)}`),
    fc.nat().map((x) => `0b${x.toString(2)}`),
    fc.nat().map((x) => `0O${x.toString(8)}`),
  );
  fc.assert(
    fc.property(text, (text) => void expect(tokensOf({ text, where: "" })()).toMatchObject({ value: Number(text) })),
  );
});
