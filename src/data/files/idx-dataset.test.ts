import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { EvenkeelError } from "../../errors.ts";
import { checkDataset } from "../checks/check-dataset.ts";
import { defineSource } from "../source.ts";
import { type IdxFacts, loadIdxDataset } from "./idx-dataset.ts";
import { DOWNLOAD_HOST, IDX_OPTIONS } from "./idx-options.ts";

const idx = (shape: number[], data: number[]) =>
  Uint8Array.from([0, 0, 8, shape.length, ...shape.flatMap((n) => [0, 0, 0, n]), ...data]);

const FILES = {
  "train-images": idx([6, 2, 1], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
  "train-labels": idx([6], [0, 1, 0, 1, 0, 1]),
  "test-images": idx([2, 2, 1], [20, 21, 22, 23]),
  "test-labels": idx([2], [1, 0]),
};
type FileName = keyof typeof FILES;
const NAMES = Object.keys(FILES) as FileName[];

const md5 = (bytes: Uint8Array) => createHash("md5").update(bytes).digest("hex");
const factsOf = (name: FileName) => ({ name, md5: md5(FILES[name]), bytes: FILES[name].length });

const DATASET = {
  name: "tiny",
  train: {
    inputs: { shape: [6, 2, 1, 1], data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12) },
    targets: { shape: [6], data: Uint8Array.of(0, 1, 0, 1, 0, 1) },
  },
  test: {
    inputs: { shape: [2, 2, 1, 1], data: Uint8Array.of(20, 21, 22, 23) },
    targets: { shape: [2], data: Uint8Array.of(1, 0) },
  },
  classes: ["a", "b"],
};

describe("a dataset of IDX files", () => {
  let server: Server;
  let facts: IdxFacts;
  let folder: string;
  /** The addresses that were asked for. */
  let requests: string[];
  /** What the server does about an address; by default it sends the right file, compressed. */
  let answers: Map<string, (response: ServerResponse) => void>;

  beforeEach(async () => {
    requests = [];
    answers = new Map();
    server = createServer(({ url = "" }, response) => {
      requests.push(url);
      const file = FILES[url.replace(/^.*\//, "").replace(".gz", "") as FileName];
      const send = answers.get(url) ?? ((to) => to.end(gzipSync(file)));
      send(response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    facts = {
      name: "tiny",
      classes: ["a", "b"],
      mirrors: [`${address}/one/`, `${address}/two/`],
      train: { images: factsOf("train-images"), labels: factsOf("train-labels") },
      test: { images: factsOf("test-images"), labels: factsOf("test-labels") },
    };
    folder = await mkdtemp(join(tmpdir(), "evenkeel-idx-"));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true });
  });

  const tiny = defineSource({
    name: "tiny",
    summary: "A few images.",
    source: "by definition",
    options: IDX_OPTIONS,
    host: DOWNLOAD_HOST,
    load: (values, context) => loadIdxDataset(facts, values, context),
  });
  const load = (options: Parameters<typeof tiny>[0] = {}) => tiny({ cache: folder, ...options });
  const cached = () => readdir(join(folder, "tiny")).catch(() => []);
  const truncated = (to: ServerResponse) => {
    to.writeHead(200, { "content-length": 1000 });
    to.write("some", () => to.destroy());
  };

  describe("from mirrors", () => {
    test("is downloaded, checked and kept", async () => {
      const progress = new Set<string>();
      const data = await load({ onProgress: ({ url }) => progress.add(new URL(url).pathname) });
      checkDataset(data);
      expect(data).toEqual(DATASET);
      expect(data.train.inputs.data.constructor).toBe(Uint8Array);
      expect(requests.sort()).toEqual(NAMES.map((name) => `/one/${name}.gz`).sort());
      expect([...progress].sort()).toEqual(requests);
      expect((await cached()).sort()).toEqual([...NAMES].sort());
    });

    test("is taken from the cache without a request the second time", async () => {
      await load();
      requests.length = 0;
      expect(await load()).toEqual(DATASET);
      expect(requests).toEqual([]);
    });

    test.each<[string, string | Uint8Array]>([
      ["another checksum", FILES["test-images"].toReversed()],
      ["another length", "half"],
      ["damaged gzip", Uint8Array.of(0x1f, 0x8b, 8, 0)],
      ["far more than its bytes in gzip", gzipSync(new Uint8Array(1 << 20))],
      ["far more bytes", new Uint8Array(1 << 20)],
    ])("downloads a file of the cache again that has %s", async (_, content) => {
      await load();
      await writeFile(join(folder, "tiny", "test-images"), content);
      requests.length = 0;
      expect(await load()).toEqual(DATASET);
      expect(requests).toEqual(["/one/test-images.gz"]);
      expect(await load()).toEqual(DATASET);
      expect(requests).toHaveLength(1);
    });

    test.each<[string, (to: ServerResponse) => void]>([
      ["has no such file", (to) => to.writeHead(404).end()],
      ["breaks off", truncated],
      ["sends damaged gzip", (to) => to.end(gzipSync(FILES["train-images"]).subarray(0, 20))],
      ["sends another file", (to) => to.end(gzipSync(FILES["train-images"].toReversed()))],
    ])("comes from the second mirror when the first one %s", async (_, answer) => {
      answers.set("/one/train-images.gz", answer);
      expect(await load()).toEqual(DATASET);
      expect(requests.slice(0, 2)).toEqual(["/one/train-images.gz", "/two/train-images.gz"]);
    });

    test.each<[string, (to: ServerResponse) => void, RegExp]>([
      ["has no such file", (to) => to.writeHead(404).end(), /expected HTTP status 200, received 404 Not Found/],
      ["breaks off", truncated, /expected 1000 bytes, received \d bytes/],
      [
        "sends damaged gzip",
        (to) => to.end(gzipSync(FILES["train-images"]).subarray(0, 20)),
        /whole gzip data, received/,
      ],
      [
        "sends half a file",
        (to) => to.end(FILES["train-images"].subarray(0, 20)),
        /expected 28 bytes, received 20 bytes/,
      ],
      [
        "sends another file",
        (to) => to.end(FILES["train-images"].toReversed()),
        new RegExp(`the MD5 ${md5(FILES["train-images"])}, received ${md5(FILES["train-images"].toReversed())}`),
      ],
    ])("fails when every mirror %s, lists them, and leaves nothing behind", async (_, answer, reason) => {
      for (const mirror of ["one", "two"]) answers.set(`/${mirror}/train-images.gz`, answer);
      const error = await load().catch((caught) => caught);
      expect(error).toBeInstanceOf(EvenkeelError);
      expect(error.kind).toBe("run");
      const lines: string[] = error.message.split("\n").slice(1);
      expect(lines.map((line) => new URL(line.trim().split(": ")[0]).pathname)).toEqual(requests);
      for (const line of lines) expect(line).toMatch(reason);
      expect(await cached()).toEqual([]);
    });

    test("says that a file of the cache was damaged when it cannot be had again", async () => {
      await load();
      await writeFile(join(folder, "tiny", "test-labels"), "half");
      const failed = load({ fetch: async () => new Response(null, { status: 404 }) });
      await expect(failed).rejects.toThrow(/tiny\/test-labels: expected 10 bytes, received 4 bytes\n.*404/);
    });

    test("leaves nothing half-written behind when it is interrupted", async () => {
      answers.set("/one/train-labels.gz", (to) => to.writeHead(200, { "content-length": 50 }).write("some"));
      const controller = new AbortController();
      const onProgress = ({ url }: { url: string }) => url.includes("labels") && controller.abort();
      await expect(load({ signal: controller.signal, onProgress })).rejects.toHaveProperty("name", "AbortError");
      expect(await cached()).toEqual(["train-images"]);
      expect(requests).toEqual(["/one/train-images.gz", "/one/train-labels.gz"]);
    });

    test("can be downloaded by several at once", async () => {
      expect(await Promise.all([load(), load(), load()])).toEqual([DATASET, DATASET, DATASET]);
      expect((await cached()).sort()).toEqual([...NAMES].sort());
    });

    test("comes from other mirrors that are named", async () => {
      const [, second] = facts.mirrors;
      await load({ mirrors: [second] });
      expect(requests.every((url) => url.startsWith("/two/"))).toBe(true);
    });

    test("tells a cache that cannot be written to", async () => {
      await writeFile(join(folder, "tiny"), "a file in the way");
      await expect(load()).rejects.toThrow(/train-images: expected a writable cache folder, received E/);
    });
  });

  describe("from a directory", () => {
    const put = (name: string, bytes: Uint8Array) => writeFile(join(folder, name), bytes);
    const fromFolder = () => load({ directory: folder });
    beforeEach(async () => {
      for (const name of NAMES) await put(name, FILES[name]);
    });

    test("is read, plain or compressed, without a request", async () => {
      await rm(join(folder, "train-images"));
      await put("train-images.gz", gzipSync(FILES["train-images"]));
      expect(await fromFolder()).toEqual(DATASET);
      expect(requests).toEqual([]);
    });

    test("needs the directory", async () => {
      const missing = load({ directory: join(folder, "nowhere") });
      await expect(missing).rejects.toThrow(
        /nowhere: expected the file train-images.gz or .*, received no such folder/,
      );
    });

    test("needs every file", async () => {
      await rm(join(folder, "test-labels"));
      await expect(fromFolder()).rejects.toThrow(
        /the file test-labels.gz or test-labels, received a folder with neither/,
      );
    });

    test("refuses another file, damaged gzip and a folder in place of a file", async () => {
      await put("train-images", FILES["train-images"].toReversed());
      await expect(fromFolder()).rejects.toThrow(
        /train-images: expected the MD5 .*, received .* delete it and download it/,
      );
      await put("train-images.gz", gzipSync(FILES["train-images"]).subarray(0, 20));
      await expect(fromFolder()).rejects.toThrow(/train-images.gz: expected whole gzip data, received unexpected end/);
      await rm(join(folder, "train-images.gz"));
      await mkdir(join(folder, "train-images.gz"));
      await expect(fromFolder()).rejects.toThrow(/train-images.gz: expected a readable file, received EISDIR/);
    });

    test("stops when it is aborted", async () => {
      const aborted = load({ directory: folder, signal: AbortSignal.abort() });
      await expect(aborted).rejects.toHaveProperty("name", "AbortError");
    });
  });

  describe("with a validation set", () => {
    test("holds samples out of the training set, by the seed", async () => {
      const data = await load({ validation: 2, seed: 4 });
      checkDataset(data);
      expect(data.train.inputs.shape).toEqual([4, 2, 1, 1]);
      expect([...(data.validation?.targets.data ?? [])].sort()).toEqual([0, 1]);
      expect(data.test).toEqual(DATASET.test);
      expect(await load({ validation: 2, seed: 4 })).toEqual(data);
    });

    test("refuses sizes that make none", async () => {
      await expect(load({ validation: 6 })).rejects.toThrow(/tiny: validation: expected .* from 1 to 5, .* received 6/);
      expect(() => load({ validation: 0.1 })).toThrow(/tiny: validation: expected a whole number/);
      expect(() => load({ seed: -1 })).toThrow(/tiny: seed: expected a whole number/);
    });
  });
});
