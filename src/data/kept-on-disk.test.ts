import { mkdir, readdir } from "node:fs/promises";
import { dirname } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { filesOfTests } from "../../test/files-of-tests.ts";
import { keptOnDisk } from "./kept-on-disk.ts";
import type { Samples } from "./samples.ts";
import type { Stream } from "./stream.ts";

const COUNT = 10;
const fileWith = filesOfTests();
let [reads, folders] = [0, 0];

/** Two samples at a time, with numbers of every width. */
async function* source(): AsyncGenerator<Samples> {
  reads++;
  for (let at = 0; at < COUNT; at += 2)
    yield {
      inputs: { shape: [2, 2], data: Float64Array.of(at, 0.1, at + 1, 1 / 3) },
      targets: { shape: [2], data: Uint8Array.of(at, at + 1) },
      weights: Float32Array.of(at, 0.5),
    };
}

async function allOf(stream: Stream): Promise<Samples[]> {
  const blocks: Samples[] = [];
  for await (const block of stream.read()) blocks.push(structuredClone(block)); // the next one may overwrite it
  return blocks;
}

/** Temporary files lie in a folder of the test. */
async function keeping(place?: string) {
  reads = 0;
  const path = place ?? `${dirname(await fileWith("any", ""))}/${folders++}`;
  if (place === undefined) await mkdir(path);
  vi.stubEnv("TMPDIR", path);
  return { path, stream: keptOnDisk("numbers.csv", { samples: COUNT, memory: 1, read: source }) };
}

describe("samples that are kept on the disk", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  test("come from their source once, and are the same afterwards; no file has a name", async () => {
    const { path, stream } = await keeping();
    const first = await allOf(stream);
    expect(await readdir(path)).toEqual([]);
    expect(await allOf(stream)).toEqual(first);
    expect(await Promise.all([allOf(stream), allOf(stream)])).toEqual([first, first]);
    expect(reads).toBe(1);
  });

  test("are whole also for whoever asks for no more after the last one", async () => {
    const { stream } = await keeping();
    let seen = 0;
    for await (const { inputs } of stream.read()) {
      seen += inputs.shape[0];
      if (seen === COUNT) break;
    }
    expect((await allOf(stream)).length).toBe(COUNT / 2);
    expect(reads).toBe(1);
  });

  test("come from their source again where a reader gave up, and for a second reader at the same time", async () => {
    const { path, stream } = await keeping();
    for await (const _ of stream.read()) break;
    const both = await Promise.all([allOf(stream), allOf(stream)]);
    expect(both[0]).toEqual(both[1]);
    expect(reads).toBe(3);
    await allOf(stream);
    expect(reads).toBe(3);
    expect(await readdir(path)).toEqual([]);
  });

  test("come from their source in every epoch where there is no place for a file, which is said", async () => {
    const said = vi.spyOn(console, "warn").mockImplementation(() => {});
    const { stream } = await keeping("/dev/null/nowhere");
    const first = await allOf(stream);
    expect(await allOf(stream)).toEqual(first);
    expect(reads).toBe(2);
    expect(said.mock.calls.flat()).toEqual([
      "evenkeel: numbers.csv is read and parsed again in every epoch: its rows cannot be kept in a temporary file " +
        "(a path through a file that is no folder). Set TMPDIR to a folder with space.",
    ]);
  });
});
