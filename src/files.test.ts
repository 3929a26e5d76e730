import { execFileSync, spawn } from "node:child_process";
import {
  chmod,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checksum } from "./files/checksum.ts";
import { readFileWhole, writeFileWhole } from "./files.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "evenkeel-files-"));
});
afterEach(() => rm(folder, { recursive: true }));

const onPosix = test.skipIf(process.platform === "win32");
const isRoot = process.getuid?.() === 0;

describe("writeFileWhole", () => {
  test("takes names as long as the file system does", async () => {
    const path = join(folder, "n".repeat(255));
    await writeFileWhole(path, "whole");
    expect(await readFile(path, "utf8")).toBe("whole");
    await expect(writeFileWhole(`${path}n`, "")).rejects.toThrow(/received a name that is too long .*shorter name\./);
  });

  onPosix("replaces what a link leads to, and leaves the link", async () => {
    await mkdir(join(folder, "far", "away"), { recursive: true });
    await symlink("far/away", join(folder, "near"));
    await symlink("../file", join(folder, "far", "away", "second"));
    await symlink("near/second", join(folder, "first"));
    for (const content of ["made", "replaced"]) {
      await writeFileWhole(join(folder, "first"), content);
      expect(await readFile(join(folder, "far", "file"), "utf8")).toBe(content);
    }
    expect(await readlink(join(folder, "first"))).toBe("near/second");
    expect((await lstat(join(folder, "far", "away", "second"))).isSymbolicLink()).toBe(true);
  });

  onPosix("makes what a dangling link leads to, and refuses links in a circle", async () => {
    await symlink("new/file", join(folder, "dangling"));
    await writeFileWhole(join(folder, "dangling"), "made");
    expect(await readFile(join(folder, "new", "file"), "utf8")).toBe("made");
    await symlink("there", join(folder, "here"));
    await symlink("here", join(folder, "there"));
    await expect(writeFileWhole(join(folder, "here"), "")).rejects.toThrow("links that lead to one another");
  });

  onPosix.each([0o600, 0o640, 0o444 | 0o200])("keeps the mode %o of the file that it replaces", async (mode) => {
    const path = join(folder, "file");
    await writeFile(path, "old");
    await chmod(path, mode);
    await writeFileWhole(path, "new");
    expect((await stat(path)).mode & 0o7777).toBe(mode);
    expect(await readFile(path, "utf8")).toBe("new");
  });

  test.skipIf(!isRoot)("keeps the owner of the file that it replaces", async () => {
    const path = join(folder, "file");
    await writeFile(path, "old");
    execFileSync("chown", ["1234:2345", path]);
    await writeFileWhole(path, "new");
    expect(await stat(path)).toMatchObject({ uid: 1234, gid: 2345 });
  });

  test.skipIf(isRoot || process.platform === "win32")("does not replace a file that is protected", async () => {
    const path = join(folder, "file");
    await writeFile(path, "old");
    await chmod(path, 0o444);
    await expect(writeFileWhole(path, "new")).rejects.toThrow("no permission (EACCES)");
    expect(await readFile(path, "utf8")).toBe("old");
  });

  onPosix("writes into a pipe, which stays one, also if its reader comes later", async () => {
    const path = join(folder, "pipe");
    execFileSync("sh", ["-c", `mkfifo ${path}`]);
    const content = "x".repeat(300_000); // more than a pipe holds
    const written = writeFileWhole(path, content);
    const reader = spawn("cat", [path]);
    let read = "";
    reader.stdout.on("data", (data) => {
      read += data;
    });
    await Promise.all([written, new Promise((resolve) => reader.on("close", resolve))]);
    expect(read).toBe(content);
    expect((await lstat(path)).isFIFO()).toBe(true);
    expect(await readdir(folder)).toEqual(["pipe"]);
  });

  test.skipIf(process.platform !== "linux")("writes to a device, which stays one", async () => {
    const path = isRoot ? join(folder, "null") : "/dev/null";
    if (isRoot) {
      try {
        execFileSync("mknod", [path, "c", "1", "3"], { stdio: "ignore" });
        await writeFile(path, "");
      } catch {
        return; // not allowed here
      }
    }
    await writeFileWhole(path, "nothing");
    expect((await lstat(path)).isCharacterDevice()).toBe(true);
  });

  test.skipIf(process.platform !== "linux")("writes to an open descriptor where it stands", async () => {
    const path = join(folder, "log");
    const { open } = await import("node:fs/promises");
    const file = await open(path, "w");
    await file.write("before ");
    await writeFileWhole(`/proc/self/fd/${file.fd}`, "in between");
    await writeFileWhole(`/dev/fd/${file.fd}`, " after");
    await file.close();
    expect(await readFile(path, "utf8")).toBe("before in between after");
    expect(await readdir(folder)).toEqual(["log"]);
  });

  test.skipIf(process.platform !== "linux")("ends where no folder can be made", async () => {
    await expect(writeFileWhole("/proc/nothing/here/file", "")).rejects.toThrow("expected a file that can be written");
  });

  test("reports a folder, a file as a folder, and what is no path", async () => {
    await writeFile(join(folder, "file"), "kept");
    await expect(writeFileWhole(folder, "")).rejects.toThrow("received a folder (EISDIR). Name a file in it.");
    await expect(writeFileWhole(`${join(folder, "new")}/`, "")).rejects.toThrow("received a folder (EISDIR)");
    await expect(writeFileWhole(join(folder, "file", "x"), "")).rejects.toThrow("through a file that is no folder");
    await expect(writeFileWhole("", "")).rejects.toMatchObject({ kind: "usage" });
    await expect(writeFileWhole(undefined as never, "")).rejects.toMatchObject({ kind: "usage" });
    expect(await readdir(folder)).toEqual(["file"]);
  });

  test.skipIf(process.platform !== "linux")("reports a full disk, and leaves the earlier file", async () => {
    await expect(writeFileWhole("/dev/full", "content")).rejects.toThrow(
      "received a disk that is full (ENOSPC). Free some space, or choose another place.",
    );
  });

  onPosix("leaves the earlier file and nothing else where a limit of sizes cuts it short", async () => {
    const path = join(folder, "file");
    await writeFile(path, "kept");
    const program = `
      process.on("SIGXFSZ", () => {});
      const { writeFileWhole } = await import(${JSON.stringify(new URL("./files.ts", import.meta.url).href)});
      await writeFileWhole(${JSON.stringify(path)}, new Uint8Array(100_000)).then(() => process.exit(9), (e) => console.log(e.message));`;
    const bundle = join(folder, "..", `${checksum(new TextEncoder().encode(folder))}.mjs`);
    const { build } = await import("esbuild");
    try {
      const options = { bundle: true, format: "esm", platform: "node", outfile: bundle } as const;
      await build({ ...options, stdin: { contents: program.replace(/file:\/\/(.*?)"/, '$1"'), resolveDir: "." } });
      const said = execFileSync("bash", ["-c", `ulimit -f 16; exec ${process.execPath} ${bundle}`], {
        encoding: "utf8",
      });
      expect(said).toMatch(/received a file larger than is allowed there \(EFBIG\)/);
    } finally {
      await rm(bundle, { force: true });
    }
    expect(await readFile(path, "utf8")).toBe("kept");
    expect(await readdir(folder)).toEqual(["file"]);
  });

  test("removes what killed writers of the same file left, and nothing that another may be writing", async () => {
    const [named, machine] = ["model", hostname()].map((text) => checksum(new TextEncoder().encode(text)));
    const ended = spawn(process.execPath, ["-e", ""]);
    await new Promise((resolve) => ended.on("close", resolve));
    const part = (of: { file?: string; machine?: string; process?: number }) =>
      `.evenkeel-${of.file ?? named}-${of.machine ?? machine}-${of.process ?? ended.pid}-0123abcd.part`;
    const leftovers = {
      killed: part({}),
      living: part({ process: process.ppid }),
      ours: part({ process: process.pid }),
      otherFile: part({ file: "00000000" }),
      otherMachine: part({ machine: "00000000" }),
      otherMachineOld: part({ machine: "00000001" }),
      former: "model.0123abcd-0123-4123-8123-0123456789ab.part",
      formerOld: "model.1123abcd-0123-4123-8123-0123456789ab.part",
    };
    for (const name of Object.values(leftovers)) await writeFile(join(folder, name), "");
    const twoDaysAgo = Date.now() / 1000 - 2 * 86400;
    for (const name of [leftovers.otherMachineOld, leftovers.formerOld])
      await utimes(join(folder, name), twoDaysAgo, twoDaysAgo);
    await writeFileWhole(join(folder, "model"), "new");
    const { living, ours, otherFile, otherMachine, former } = leftovers;
    expect((await readdir(folder)).sort()).toEqual(["model", living, ours, otherFile, otherMachine, former].sort());
  });

  onPosix("leaves another name of a file, made by a hard link, as it was", async () => {
    await writeFile(join(folder, "one"), "old");
    await link(join(folder, "one"), join(folder, "two"));
    await writeFileWhole(join(folder, "one"), "new");
    expect(await readFile(join(folder, "two"), "utf8")).toBe("old");
  });
});

describe("readFileWhole", () => {
  test("gives the bytes of a file, also of an empty one", async () => {
    const path = join(folder, "file");
    await writeFile(path, Uint8Array.of(1, 2, 3));
    expect(await readFileWhole(path)).toEqual(Uint8Array.of(1, 2, 3));
    await truncate(path, 0);
    expect(await readFileWhole(path)).toEqual(new Uint8Array());
  });

  onPosix("reports what is missing, a folder, a pipe that nobody writes to, and a device without an end", async () => {
    execFileSync("sh", ["-c", `mkfifo ${join(folder, "pipe")}`]);
    await expect(readFileWhole(join(folder, "missing"))).rejects.toThrow("received no such file or folder (ENOENT)");
    await expect(readFileWhole(folder)).rejects.toThrow("received a folder (EISDIR)");
    await expect(readFileWhole(join(folder, "pipe"))).rejects.toThrow("a pipe, a socket or a device");
    await expect(readFileWhole("/dev/zero")).rejects.toThrow("a pipe, a socket or a device");
  });

  onPosix("reports a file that is larger than any memory", async () => {
    const path = join(folder, "sparse");
    await writeFile(path, "");
    await truncate(path, 2 ** 42); // takes no room on the disk
    await expect(readFileWhole(path)).rejects.toThrow("more than memory can hold");
  });
});
