import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Appendable, AppendedFile } from "./appended-file.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "evenkeel-append-"));
});
afterEach(() => rm(folder, { recursive: true }));

const bytes = (text: string) => new TextEncoder().encode(text);
const never = (error: unknown) => expect.unreachable(String(error));

/** A disk in memory, whose next writes fail after some bytes. */
function disk() {
  const state = { content: "", failures: [] as number[], closed: false };
  const file: Appendable = {
    async write(data, offset, length, position) {
      const limit = state.failures.shift();
      const part = new TextDecoder().decode(data.subarray(offset, offset + Math.min(length, limit ?? length)));
      state.content = state.content.slice(0, position) + part + state.content.slice(position + part.length);
      if (limit !== undefined) throw Object.assign(new Error("no space"), { code: "ENOSPC" });
      return { bytesWritten: part.length };
    },
    async close() {
      state.closed = true;
    },
  };
  return { state, file };
}

test("what is appended is in the file after a short while, without being asked for", async () => {
  const path = join(folder, "log");
  const file = await AppendedFile.open(path, 0, never);
  file.append(bytes("a\n"));
  file.append(bytes("b\n"));
  await expect.poll(() => readFile(path, "utf8"), { timeout: 20_000 }).toBe("a\nb\n");
  file.append(bytes("c\n"));
  await file.close();
  expect(await readFile(path, "utf8")).toBe("a\nb\nc\n");
});

test("a file goes on where it is told to, and what stood beyond is gone", async () => {
  const path = join(folder, "log");
  await writeFile(path, "a\nb\nhal");
  const file = await AppendedFile.open(path, 4, never);
  file.append(bytes("c\n"));
  await file.close();
  expect(await readFile(path, "utf8")).toBe("a\nb\nc\n");
});

test("what a full disk did not take is written when it takes it, once and in order", async () => {
  const { state, file } = disk();
  const errors: unknown[] = [];
  const appended = new AppendedFile(file, 0, (error) => errors.push(error));
  state.failures = [3, 0];
  appended.append(bytes("first\n"));
  await appended.flush();
  expect([state.content, errors.length]).toEqual(["fir", 1]);
  appended.append(bytes("second\n"));
  await appended.flush();
  await appended.flush();
  expect([state.content, errors.length]).toEqual(["first\nsecond\n", 2]);
  await appended.close();
  expect(state.closed).toBe(true);
});

test("writes never overlap", async () => {
  const { state, file } = disk();
  const appended = new AppendedFile(file, 0, never);
  for (let i = 0; i < 20; i++) {
    appended.append(bytes(`${i}\n`));
    void appended.flush();
  }
  await appended.close();
  expect(state.content).toBe(Array.from({ length: 20 }, (_, i) => `${i}\n`).join(""));
});
