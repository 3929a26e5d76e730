import { EvenkeelError } from "../../src/errors.ts";
import { RandomStream } from "../../src/random.ts";
import { DAMAGES } from "./damage.ts";
import { fingerprint } from "./fingerprint.ts";
import type { FuzzKind } from "./kind.ts";
import { beginPeak, resident } from "./resident.ts";

const MEGABYTE = 2 ** 20;
const MOST_SECONDS = 1;
const MOST_MEMORY = 64 * MEGABYTE;
const LONGEST_MESSAGE = 5000;

/** What came of a case. */
export interface Outcome {
  refused: boolean;
  seconds: number;
  /** Resident memory that it took, in bytes. */
  memory: number;
  bytes: number;
  /** What was done to the file. */
  how: string;
  /** What was wrong. */
  failure?: string | undefined;
}

interface Case {
  kind: FuzzKind;
  /** The fingerprints of what its valid files are read as. */
  right: ReadonlySet<string>;
  seed: number;
  number: number;
}

/** Damages a file, reads it, and measures. What takes too long or too much is tried once more, with nothing left to collect. */
export async function runCase(one: Case): Promise<Outcome> {
  const first = await attempt(one);
  if (first.failure === undefined || !first.failure.startsWith("took")) return first;
  globalThis.gc?.();
  globalThis.gc?.();
  return attempt(one);
}

async function attempt({ kind, right, seed, number }: Case): Promise<Outcome> {
  const random = new RandomStream(seed, "fuzz", number);
  const { bytes, how, isForged } = damaged(kind, random);
  const isWhole = kind.files.some((file) => file.length === bytes.length && file.every((byte, i) => byte === bytes[i]));
  beginPeak();
  const before = resident();
  const started = process.cpuUsage();
  let failure: string | undefined;
  let refused = false;
  try {
    const read = await kind.read(bytes, random);
    if (!isForged && !isWhole && kind.isChecked && !isAnyOf(right, read))
      failure = "damage was not noticed: read as another file";
  } catch (error) {
    refused = true;
    failure = told(error);
  }
  const { user, system } = process.cpuUsage(started);
  const seconds = (user + system) / 1e6;
  const memory = resident().peak - before.now;
  if (seconds > MOST_SECONDS) failure ??= `took ${seconds.toFixed(1)} s`;
  if (memory > 2 * bytes.length + MOST_MEMORY)
    failure ??= `took ${(memory / MEGABYTE).toFixed()} MB for a file of ${(bytes.length / MEGABYTE).toFixed(2)} MB`;
  return { refused, seconds, memory, bytes: bytes.length, how, failure };
}

/** Of several answers, each is a refusal or a right one. */
function isAnyOf(right: ReadonlySet<string>, read: unknown): boolean {
  return [read].flat().every((answer) => answer instanceof EvenkeelError || right.has(fingerprint(answer)));
}

function damaged(kind: FuzzKind, random: RandomStream) {
  const pick = <T>(list: readonly T[]) => list[random.integer(list.length)];
  const file = pick(kind.files);
  if (kind.forge !== undefined && random.uniform() < 0.4)
    return { bytes: kind.forge(file, random), how: "forged", isForged: true };
  const names = Array.from({ length: random.uniform() < 0.7 ? 1 : 2 }, () => pick(Object.keys(DAMAGES)));
  const bytes = names.reduce((before, name) => DAMAGES[name](before, random, pick(kind.files)), file);
  return { bytes, how: names.join(", "), isForged: false };
}

/** What is wrong with an error: nothing, if it is the library's own. */
function told(error: unknown): string | undefined {
  if (!(error instanceof EvenkeelError))
    return `an error of others: ${error instanceof Error ? error.stack : String(error)}`;
  if (error.message.length > LONGEST_MESSAGE) return `a message of ${error.message.length} characters`;
  return undefined;
}
