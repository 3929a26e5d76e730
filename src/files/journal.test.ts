import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Journal, type JournalFile, rowsOf } from "./journal.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "evenkeel-journal-"));
});
afterEach(() => rm(folder, { recursive: true }));

const never = (error: unknown) => expect.unreachable(String(error));

/** A disk in memory that takes so many bytes of the next writes. */
function disk() {
  const state = { content: "", room: [] as number[], unsynced: 0 };
  const file: JournalFile = {
    async write(bytes) {
      const taken = Math.min(bytes.length, state.room.shift() ?? Infinity);
      if (taken === 0) throw Object.assign(new Error("no space"), { code: "ENOSPC" });
      state.content += new TextDecoder().decode(bytes.subarray(0, taken));
      return { bytesWritten: taken };
    },
    async sync() {
      if (state.unsynced-- > 0) throw Object.assign(new Error("a disk that fails"), { code: "EIO" });
    },
    async close() {},
  };
  return { state, file };
}

test("what was appended is there again, in order", async () => {
  const path = join(folder, "new", "rows.jsonl");
  const { journal, rows } = await Journal.open(path, never);
  expect(rows).toEqual([]);
  await journal.append({ run: 1, name: "ü" });
  await journal.append({ run: 2 });
  expect(await journal.close()).toBe(0);
  const again = await Journal.open(path, never);
  expect(again).toMatchObject({ rows: [{ run: 1, name: "ü" }, { run: 2 }], damaged: [] });
  await again.journal.append({ run: 3 });
  await again.journal.close();
  expect((await readFile(path, "utf8")).split("\n")).toHaveLength(4);
});

test("no row with a flipped bit is accepted, and no other row is lost", async () => {
  const path = join(folder, "rows.jsonl");
  const { journal } = await Journal.open(path, never);
  for (const row of ["a", { b: 1.5 }, [3]]) await journal.append(row);
  await journal.close();
  const whole = await readFile(path);
  const texts = rowsOf(whole.toString()).rows.map((row) => JSON.stringify(row));
  for (let bit = 0; bit < 8 * whole.length; bit++) {
    const flipped = Uint8Array.from(whole);
    flipped[bit >> 3] ^= 1 << (bit & 7);
    const { rows, damaged } = rowsOf(new TextDecoder().decode(flipped));
    for (const row of rows) expect(texts).toContain(JSON.stringify(row));
    expect(damaged.length).toBeGreaterThan(0);
    expect(rows.length).toBeGreaterThanOrEqual(1); // a flipped end of a line spoils two
  }
});

test("a line that was cut by a kill is named and removed, wherever it was cut", async () => {
  const path = join(folder, "rows.jsonl");
  const { journal } = await Journal.open(path, never);
  await journal.append({ run: 1 });
  await journal.append({ run: 2 });
  await journal.close();
  const whole = await readFile(path, "utf8");
  const first = whole.indexOf("\n") + 1;
  for (const length of [first + 1, first + 10, whole.length - 1]) {
    await writeFile(path, whole.slice(0, length));
    const { journal: next, rows, damaged } = await Journal.open(path, never);
    await next.close();
    expect({ rows, damaged }).toEqual({ rows: [{ run: 1 }], damaged: [2] });
    expect(await readFile(path, "utf8")).toBe(whole.slice(0, first));
  }
});

test("two processes that append at once spoil nothing", async () => {
  const path = join(folder, "rows.jsonl");
  const [one, two] = [(await Journal.open(path, never)).journal, (await Journal.open(path, never)).journal];
  await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? one : two).append(i)));
  await Promise.all([one.close(), two.close()]);
  const { rows, damaged } = rowsOf(await readFile(path, "utf8"));
  expect([rows.sort((a, b) => Number(a) - Number(b)), damaged]).toEqual([Array.from({ length: 40 }, (_, i) => i), []]);
});

test("what a full disk did not take is written with the next row; what it took by half spoils no other", async () => {
  const { state, file } = disk();
  const errors: unknown[] = [];
  const journal = new Journal(file, (error) => errors.push(error));
  await journal.append("a");
  state.room = [0, 7, 0];
  for (const row of ["b", "c", "d"]) await journal.append(row);
  expect(errors).toHaveLength(3);
  await journal.append("e");
  expect(await journal.close()).toBe(0);
  expect(rowsOf(state.content)).toEqual({ rows: ["a", "b", "c", "d", "e"], damaged: [2] });
});

test("a row that could not be flushed is written again, and a disk that stays full loses rows aloud", async () => {
  const { state, file } = disk();
  const errors: unknown[] = [];
  const journal = new Journal(file, (error) => errors.push(error));
  state.unsynced = 1;
  await journal.append("a");
  await journal.append("b");
  expect(rowsOf(state.content).rows).toEqual(["a", "a", "b"]);
  state.room = [0, 0, 0, 0];
  await journal.append("c");
  await journal.append("d");
  expect(await journal.close()).toBe(2);
  expect(errors).toHaveLength(4);
});

test("another kind of file is damaged from its first line on", async () => {
  const path = join(folder, "rows.jsonl");
  await appendFile(path, '{"step":1}\n');
  expect(rowsOf(await readFile(path, "utf8"))).toEqual({ rows: [], damaged: [1] });
});
