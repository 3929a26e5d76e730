import { Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import { outlet } from "./outlet.ts";

/** A stream that takes one line and then fails. */
function failing(code: string): { stream: Writable; lines: string[] } {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _, done) {
      if (lines.length === 0) lines.push(String(chunk));
      else return done(Object.assign(new Error(`${code}: it failed`), { code }));
      done();
    },
  });
  return { stream, lines };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("outlet", () => {
  test.each([
    ["EPIPE", undefined],
    ["ENOSPC", "ENOSPC: it failed"],
  ])("goes on without a stream that failed with %s", async (code, lost) => {
    const { stream, lines } = failing(code);
    const { line, lost: reason } = outlet(stream);
    for (const text of ["one", "two", "three"]) {
      line(text);
      await turn();
    }
    expect(lines).toEqual(["one\n"]);
    expect(reason()).toBe(lost);
  });
});
