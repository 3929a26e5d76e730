import type { RandomStream } from "../../src/random.ts";

/** Values that are put where others were expected. */
const VALUES = [
  ...[
    "null",
    "true",
    "-1",
    "0",
    "1.5",
    "1e9",
    "9007199254740993",
    "1e300",
    "1e999",
    "-0",
    '""',
    '"NaN"',
    '"-Infinity"',
  ],
  ...["[]", "{}", "[[]]", "[null]", "[1e15,1e15]", '"__proto__"', '"constructor"', '"\\ud800"', '"\\u0000"'],
  ...['{"name":"dense"}', '{"name":"constructor"}', '{"name":"adam"}', '{"__proto__":{"units":3}}', '{"length":1e9}'],
];
const KEYS = ["__proto__", "constructor", "toString", "\\u005f_proto__", "", "length", "name", "0"];
const DEPTHS = [20, 200, 5000, 200_000];

/** A JSON text with one place of it changed: other values, other keys, keys twice, lists within lists, long texts. */
export function forgeJson(text: string, random: RandomStream): string {
  const pick = <T>(list: readonly T[]) => list[random.integer(list.length)];
  const words = [...text.matchAll(/"(?:[^"\\]|\\.)*"\s*:?|-?\d[\d.eE+-]*|true|false|null|[{}[\],]/g)];
  if (words.length === 0) return pick(VALUES);
  const word = pick(words);
  const [before, after] = [text.slice(0, word.index), text.slice(word.index + word[0].length)];
  const isKey = word[0].endsWith(":");
  if (isKey && random.uniform() < 0.3) return `${before}${JSON.stringify(pick(KEYS)).replace("\\\\u", "\\u")}:${after}`;
  if (isKey && random.uniform() < 0.3) return `${before}${word[0]}${pick(VALUES)},${word[0]}${after}`; // the key twice
  if (isKey) return `${before}${JSON.stringify(pick(KEYS)).replace("\\\\u", "\\u")}:${pick(VALUES)},${word[0]}${after}`;
  const kind = random.uniform();
  if (/^[{}[\],]$/.test(word[0]) && kind < 0.5) return before + after;
  if (kind < 0.06) return before + deep(pick(DEPTHS), random.uniform() < 0.5) + after;
  if (kind < 0.09) return `${before}"${"x".repeat(1 + random.integer(500_000))}"${after}`;
  if (kind < 0.12)
    return `${before}[${Array(1 + random.integer(50_000))
      .fill(pick(VALUES))
      .join()}]${after}`;
  if (kind < 0.2) return `${before}${pick(words)[0]}${after}`;
  return before + pick(VALUES) + after;
}

function deep(depth: number, isList: boolean): string {
  return isList ? "[".repeat(depth) + "]".repeat(depth) : `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
}
