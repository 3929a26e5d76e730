import { openSync, writeSync } from "node:fs";
import { fingerprint } from "./fingerprint.ts";
import { fuzzKinds } from "./kinds/index.ts";
import { runCase } from "./run-case.ts";

/** What came of the cases of a kind. */
export interface Tally {
  cases: number;
  refused: number;
  slowest: number;
  /** The most resident memory beyond twice the file, in bytes. */
  memory: number;
}

/** A case that went wrong. */
export interface Failure {
  kind: string;
  number: number;
  how: string;
  what: string;
}

/** What `scripts/fuzz.mjs` is told. */
export type Message = { tallies: Record<string, Tally> } | { failure: Failure };

const [scratch, fixtures, only, ...numbers] = process.argv.slice(2);
const [seed, first, count, seconds] = numbers.map(Number);
console.warn = () => {}; // hints about what is read
const tell = (message: Message) => process.send?.(message);

const kinds = (await fuzzKinds(scratch, fixtures)).filter(({ name }) => only === "" || name === only);
if (kinds.length === 0) throw new Error(`no kind of file is called ${only}`);
const rights = await Promise.all(
  kinds.map(async (kind) => {
    const right = new Set<string>();
    for (const file of kind.files)
      for (const answer of [await kind.read(file, { integer: () => 1 } as never)].flat())
        right.add(fingerprint(answer));
    return right;
  }),
);
const tallies: Record<string, Tally> = {};
for (const { name } of kinds) tallies[name] = { cases: 0, refused: 0, slowest: 0, memory: 0 };

// The case that is under way, for whoever finds this process hanging or gone.
const place = openSync(`${scratch}/case`, "w");
let number = first;
let kindName = "";
process.on("unhandledRejection", (error) => {
  tell({ failure: { kind: kindName, number, how: "", what: `a rejection that nobody handles: ${error}` } });
});
const end = performance.now() + 1000 * seconds;
for (; number < first + count && performance.now() < end; number++) {
  const at = number % kinds.length;
  const kind = kinds[at];
  kindName = kind.name;
  writeSync(place, `${number} ${kind.name}`.padEnd(60), 0);
  const {
    refused,
    seconds: took,
    memory,
    bytes,
    how,
    failure,
  } = await runCase({ kind, right: rights[at], seed, number });
  const tally = tallies[kind.name];
  tally.cases++;
  if (refused) tally.refused++;
  tally.slowest = Math.max(tally.slowest, took);
  tally.memory = Math.max(tally.memory, memory - 2 * bytes);
  if (failure !== undefined) tell({ failure: { kind: kind.name, number, how, what: failure } });
}
tell({ tallies });
process.disconnect?.();
