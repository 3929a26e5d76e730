import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { EvenkeelError } from "../../errors.ts";
import { writeAtomically } from "../../files/write-atomically.ts";
import { defaultCacheFolder, download, fromMirrors } from "./download.ts";

describe("defaultCacheFolder", () => {
  test.each([
    ["EVENKEEL_CACHE itself", { EVENKEEL_CACHE: "/data/ek", XDG_CACHE_HOME: "/xdg" }, "linux", "/home/a", "/data/ek"],
    ["XDG_CACHE_HOME", { XDG_CACHE_HOME: "/xdg" }, "linux", "/home/a", "/xdg/evenkeel"],
    ["~/.cache", {}, "linux", "/home/a", "/home/a/.cache/evenkeel"],
    [
      "~/.cache for empty and relative variables",
      { EVENKEEL_CACHE: "", XDG_CACHE_HOME: "x" },
      "linux",
      "/h",
      "/h/.cache/evenkeel",
    ],
    ["~/Library/Caches on macOS", {}, "darwin", "/Users/a", "/Users/a/Library/Caches/evenkeel"],
    ["LOCALAPPDATA on Windows", { LOCALAPPDATA: "D:\\Local" }, "win32", "C:\\Users\\a", "D:\\Local\\evenkeel"],
    ["AppData\\Local on Windows", {}, "win32", "C:\\Users\\a", "C:\\Users\\a\\AppData\\Local\\evenkeel"],
  ])("is %s", (_, env, platform, home, folder) => {
    expect(defaultCacheFolder(env, platform, home)).toBe(folder);
  });
});

describe("with a server", () => {
  let server: Server;
  let address: string;
  let answer: RequestListener;

  beforeEach(async () => {
    server = createServer((request, response) => answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  describe("download", () => {
    test("gives all bytes and tells how far it is", async () => {
      answer = (_, response) => response.writeHead(200, { "content-length": 5 }).end("hello");
      const progress: object[] = [];
      const bytes = await download(`${address}/file`, { onProgress: (step) => progress.push(step) });
      expect(new TextDecoder().decode(bytes)).toBe("hello");
      expect(progress.at(-1)).toEqual({ url: `${address}/file`, received: 5, total: 5 });
    });

    test("does without a length, and with none of the body", async () => {
      answer = (_, response) => response.write("hel") && response.end("lo");
      expect(await download(address)).toHaveLength(5);
      answer = (_, response) => response.end();
      expect(await download(address)).toHaveLength(0);
    });

    test("tells a status that is not good", async () => {
      answer = (_, response) => response.writeHead(503).end("busy");
      await expect(download(address)).rejects.toThrow(
        /127.*: expected HTTP status 200, received 503 Service Unavailable/,
      );
    });

    test("tells a connection that ends too early, with both lengths", async () => {
      answer = (_, response) => {
        response.writeHead(200, { "content-length": 10 });
        response.write("hello", () => response.destroy());
      };
      await expect(download(address)).rejects.toThrow(/expected 10 bytes, received [05] bytes \(/);
    });

    test("tells a body that is shorter than announced though it ended well", async () => {
      const short = async () => new Response("hello", { headers: { "content-length": "10" } });
      await expect(download(address, { fetch: short })).rejects.toThrow(/expected 10 bytes, received 5 bytes/);
    });

    test("does not compare the length of a body that was decoded on the way", async () => {
      const decoded = async () =>
        new Response("hello", { headers: { "content-length": "3", "content-encoding": "gzip" } });
      expect(await download(address, { fetch: decoded })).toHaveLength(5);
    });

    test("tells a server that cannot be reached", async () => {
      const refused = async () => {
        throw new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED") });
      };
      await expect(download(address, { fetch: refused })).rejects.toThrow(/\(fetch failed: connect ECONNREFUSED\)/);
    });

    test.each([
      ["never answers", () => undefined],
      ["stops in the middle", (_, response) => response.writeHead(200, { "content-length": 10 }).write("hello")],
    ] satisfies [string, RequestListener][])("gives up a server that %s", async (_, silent) => {
      answer = silent;
      await expect(download(address, { stallAfter: 20 })).rejects.toThrow(/only \d+ bytes were received in 0.02 s/);
    });

    test("gives up a server that drips: less than a kilobyte in that time", async () => {
      let drips: NodeJS.Timeout | undefined;
      answer = (_, response) => {
        drips = setInterval(() => response.write("x"), 5);
      };
      await expect(download(address, { stallAfter: 60 })).rejects.toThrow(/only \d+ bytes were received in 0.06 s/);
      clearInterval(drips);
    });

    test("takes no more bytes than are asked for, announced or not", async () => {
      answer = (_, response) => response.writeHead(200, { "content-length": 5 }).end("hello");
      expect(await download(address, { most: 5 })).toHaveLength(5);
      await expect(download(address, { most: 4 })).rejects.toThrow(/expected at most 4 bytes, received 5 bytes/);
      answer = (_, response) => {
        const more = () => {
          while (!response.destroyed && response.write(Buffer.alloc(1 << 16)));
        };
        response.on("drain", more);
        more();
      };
      await expect(download(address, { most: 1 << 18 })).rejects.toThrow(
        /expected at most 262144 bytes, received more/,
      );
    });

    test("stops when it is aborted, with the signal's reason", async () => {
      answer = (_, response) => response.writeHead(200, { "content-length": 10 }).write("hello");
      const controller = new AbortController();
      const reason = new Error("enough");
      const aborted = download(address, { signal: controller.signal, onProgress: () => controller.abort(reason) });
      await expect(aborted).rejects.toBe(reason);
      await expect(download(address, { signal: controller.signal })).rejects.toBe(reason);
    });
  });

  describe("fromMirrors", () => {
    const accept = async (bytes: Uint8Array) => new TextDecoder().decode(bytes);

    test("goes on to the next mirror until one is accepted", async () => {
      const asked: (string | undefined)[] = [];
      answer = ({ url }, response) => {
        asked.push(url);
        response.writeHead(url === "/one/file" ? 404 : 200).end(url);
      };
      const picky = async (bytes: Uint8Array) => {
        if ((await accept(bytes)) === "/two/file") throw new Error("not this one");
        return accept(bytes);
      };
      const mirrors = ["one", "two/", "three/", "four"].map((folder) => `${address}/${folder}`);
      expect(await fromMirrors("file", mirrors, picky, {})).toBe("/three/file");
      expect(asked).toEqual(["/one/file", "/two/file", "/three/file"]);
    });

    test("lists what every mirror did", async () => {
      answer = ({ url }, response) => response.writeHead(url === "/one/file" ? 404 : 500).end();
      const failed = fromMirrors("file", [`${address}/one`, `${address}/two`], accept, {}, ["old: expected x"]);
      await expect(failed).rejects.toBeInstanceOf(EvenkeelError);
      await expect(failed).rejects.toThrow(
        [
          "file: expected a download from one of 2 mirrors, received an error from each:",
          "  old: expected x",
          `  ${address}/one/file: expected HTTP status 200, received 404 Not Found`,
          `  ${address}/two/file: expected HTTP status 200, received 500 Internal Server Error. Check the connection`,
        ].join("\n"),
      );
    });

    test("asks no other mirror once it is aborted", async () => {
      const controller = new AbortController();
      let requests = 0;
      answer = () => {
        requests++;
        controller.abort();
      };
      const aborted = fromMirrors("file", [address, address], accept, { signal: controller.signal });
      await expect(aborted).rejects.toHaveProperty("name", "AbortError");
      expect(requests).toBe(1);
    });
  });
});

describe("writeAtomically", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "evenkeel-write-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test("makes the folders, writes the file and replaces an older one", async () => {
    const path = join(folder, "a", "b", "file");
    await writeAtomically(path, Uint8Array.of(1, 2));
    await writeAtomically(path, Uint8Array.of(3));
    expect([...(await readFile(path))]).toEqual([3]);
    expect(await readdir(join(folder, "a", "b"))).toEqual(["file"]);
  });

  test("leaves nothing behind when it fails", async () => {
    await mkdir(join(folder, "file", "in-the-way"), { recursive: true });
    await expect(writeAtomically(join(folder, "file"), Uint8Array.of(1))).rejects.toThrow();
    expect(await readdir(folder)).toEqual(["file"]);
  });

  test("leaves the older file alone when it is aborted", async () => {
    await writeFile(join(folder, "file"), "old");
    const aborted = writeAtomically(join(folder, "file"), Uint8Array.of(1), AbortSignal.abort());
    await expect(aborted).rejects.toHaveProperty("name", "AbortError");
    expect(await readFile(join(folder, "file"), "utf8")).toBe("old");
    expect(await readdir(folder)).toEqual(["file"]);
  });

  test("lets several write the same file at once", async () => {
    const path = join(folder, "file");
    await Promise.all([1, 2, 3, 4].map((n) => writeAtomically(path, new Uint8Array(100_000).fill(n))));
    const written = await readFile(path);
    expect(written).toHaveLength(100_000);
    expect(new Set(written).size).toBe(1);
    expect(await readdir(folder)).toEqual(["file"]);
  });
});
