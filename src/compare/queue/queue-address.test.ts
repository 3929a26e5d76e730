import { describe, expect, test } from "vitest";
import { queueAddress } from "./queue-address.ts";
import { queueError } from "./queue-error.ts";

const of = (given: Parameters<typeof queueAddress>[1]) => queueAddress("compare: queue", given);

describe("the address of a queue", () => {
  test("is a URL, whose secrets are not shown", () => {
    expect(of("redis://ada:p%40ss@db.example:7000/2")).toEqual({
      host: "db.example",
      port: 7000,
      db: 2,
      tls: false,
      username: "ada",
      password: "p@ss",
      shown: "redis://db.example:7000/2",
    });
    expect(of({ url: "rediss://[::1]", password: "a/b" })).toEqual({
      host: "::1",
      port: 6379,
      db: 0,
      tls: true,
      password: "a/b",
      shown: "rediss://[::1]:6379",
    });
  });

  test.each([
    "host:6379",
    "sesame@host:6379",
    "http://:sesame@host",
    "redis://",
    "redis://:ses/ame@host",
    "redis://:sesame@host/one",
    "redis://:sesame@host/0?family=6",
    "redis://:sesame%@host",
    "redis://host:6379?password=sesame",
    "redis::sesame@host",
    ":sesame@host:6379",
    "",
  ])("is refused without showing a password: %s", (url) => {
    const refusal = () => of(url);
    expect(refusal).toThrow(/^compare: queue: expected the URL of a Redis server, such as redis:\/\/host:6379/);
    expect(refusal).not.toThrow(/sesame|ses\/ame/);
  });

  test("is needed", () => {
    expect(() => of({} as never)).toThrow(/received undefined/);
    expect(() => of({ url: "redis://host", password: 7 as never })).toThrow(/expected the URL/);
  });
});

describe("what a server answers", () => {
  test.each([
    ["WRONGPASS invalid username-password pair or user is disabled.", "usage", /the password of redis:\/\/host:6379/],
    ["NOPERM this user has no permissions", "run", /the rights of a queue/],
    ["MISCONF Redis is configured to save RDB snapshots", "run", /room to write .* the same command goes on/],
    ["READONLY You can't write against a read only replica.", "run", /no replica/],
    ["self-signed certificate", "run", /NODE_EXTRA_CA_CERTS/],
    ["connect ECONNREFUSED", "run", /a Redis server at redis:\/\/host:6379, received connect ECONNREFUSED\. Check/],
  ])("is told in words: %s", (answer, kind, words) => {
    const error = queueError("worker", of("redis://host"), answer);
    expect(error.kind).toBe(kind);
    expect(error.message).toMatch(words);
  });
});
