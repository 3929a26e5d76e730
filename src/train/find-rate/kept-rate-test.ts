import * as v from "valibot";
import type { BackendChoice } from "../../backend/backend.ts";
import { backendOf } from "../../backend/backend-of.ts";
import { UNKNOWN } from "../../backend/computed-by.ts";
import { EvenkeelError, usageError } from "../../errors.ts";
import { namesIn, readFileWhole, writeFileWhole } from "../../files.ts";
import { checked } from "../../formats/checked.ts";
import { decodeFile, encodeFile } from "../../formats/evenkeel-file.ts";
import type { Weights } from "../../formats/weights.ts";
import { sayOnce } from "../../say-once.ts";
import { measuredNumber } from "../run/measured-number.ts";
import { otherBits } from "../run/other-bits.ts";
import { withWords } from "../run/with-words.ts";
import type { MeasuredRates } from "./measured-rates.ts";

const FILE = "rate-test.evenkeel";
/** Seconds from one saving to the next, at least. */
const SAVE_EVERY = 5;
/** Seconds of testing to a second of saving, at least. */
const SHARE = 20;

const numbers = v.array(measuredNumber);
const rateTest = v.object({
  rates: numbers,
  losses: numbers,
  smoothed: numbers,
  ended: v.picklist(["exploded", "highest rate", "aborted"]),
  backend: v.exactOptional(v.string()), // files of earlier versions have none
});

/** What was measured, and what computed it. */
interface ComputedRates extends MeasuredRates {
  /** As `RateTest` has it; a file of an earlier version does not say. */
  backend?: string;
}

/** A range test that a folder has. */
export interface Kept {
  test: ComputedRates;
  /** The training state behind its last step; empty for a test that has ended. */
  state: Weights;
}

/** The file of a range test: measured losses, and the training state from which it goes on. */
export class KeptRateTest {
  readonly #path: string;
  readonly #identity: string;
  readonly #seconds: () => number;
  #saved: number;
  #took = 0;
  /** What an earlier call had done. */
  readonly found: Kept | undefined;

  private constructor(path: string, identity: string, seconds: () => number, found: Kept | undefined) {
    this.#path = path;
    this.#identity = identity;
    this.#seconds = seconds;
    this.#saved = seconds();
    this.found = found;
  }

  /**
   * @param identity what makes it this test, and no other.
   * @throws a usage error for the folder of another test, or of anything else.
   */
  static async open(folder: string, identity: string, seconds: () => number): Promise<KeptRateTest> {
    const path = `${folder}/${FILE}`;
    const names = (await namesIn(folder)).filter((name) => !name.startsWith(".")); // of writers that were killed
    const received = (what: string) =>
      usageError({
        where: "findRate: checkpoint",
        expected: "an empty folder, or that of this test",
        received: `${folder}, which has ${what}`,
        fix: "Choose another folder, or remove this one.",
      });
    if (names.length > 0 && !names.includes(FILE)) throw received(names[0]);
    if (names.length === 0) return new KeptRateTest(path, identity, seconds, undefined);
    const file = await read(path);
    if (file !== undefined && file.identity !== identity)
      throw received("the test of another model, other data, options or another version");
    return new KeptRateTest(path, identity, seconds, file?.kept);
  }

  /** Says of a test that goes on where it rounds otherwise that it does. */
  sayOtherBits(now: string): void {
    sayOnce(otherBits("range test", this.found?.test.backend, now));
  }

  /** Says of a test that has ended, where another backend was asked for, that nothing is computed by it. */
  sayOver(asked: BackendChoice | undefined): void {
    const by = this.found?.test.backend ?? UNKNOWN;
    if (asked === undefined || asked === "auto" || backendOf(by) === asked) return;
    sayOnce([`The range test in ${this.#path} had ended, computed by ${by}: ${asked} computes nothing of it.`]);
  }

  /** Whether it is time to save again. */
  get isDue(): boolean {
    return this.#seconds() - this.#saved > Math.max(SAVE_EVERY, SHARE * this.#took);
  }

  /** Saves it; where that fails, the test goes on. */
  async save(test: ComputedRates, state: Weights = {}): Promise<void> {
    const started = this.#seconds();
    const description = { rateTest: withWords(test), identity: this.#identity };
    await writeFileWhole(this.#path, encodeFile(description, state, {})).catch((error: Error) => {
      sayOnce([`The range test could not be saved; it goes on. ${error.message}`]);
    });
    this.#saved = this.#seconds();
    this.#took = this.#saved - started;
  }
}

/** What a file has; of one that is damaged nothing, which is said. */
async function read(path: string): Promise<{ identity: unknown; kept: Kept } | undefined> {
  try {
    const { description, tensors } = decodeFile(await readFileWhole(path), path);
    const test = checked(rateTest, description.rateTest, "a range test", path);
    return { identity: description.identity, kept: { test, state: tensors } };
  } catch (error) {
    if (!(error instanceof EvenkeelError)) throw error;
    sayOnce([`The range test begins again. ${error.message}`]);
    return undefined;
  }
}
