import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as evenkeel from "../src/index.ts";
import { openChromium, withoutChromium } from "./chromium.ts";
import { buildDist, PATIENCE, ROOT } from "./dist.ts";
import { type Place, type Trained, trainAnywhere } from "./train-anywhere.ts";

/** Pages by their paths, with the headers that make them what they are. */
const PAGES: Record<string, Record<string, string>> = {
  "/isolated": { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" },
  "/plain": {},
  "/without-blobs": { "Content-Security-Policy": "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'" },
  "/without-wasm": { "Content-Security-Policy": "script-src 'self'; worker-src blob:" },
};

describe.skipIf(withoutChromium(11, "training"))("training in a browser", { timeout: PATIENCE }, () => {
  let server: Server;
  let browser: Browser;

  beforeAll(async () => {
    await buildDist();
    // As an application would bundle it, in a file and others that are loaded when they are needed; with kept names, since
    // that adds calls to the text of functions.
    const { outputFiles } = await build({
      stdin: { contents: 'export * from "evenkeel";', resolveDir: ROOT },
      outdir: "/",
      entryNames: "evenkeel",
      bundle: true,
      splitting: true,
      minify: true,
      keepNames: true,
      format: "esm",
      platform: "browser",
      write: false,
    });
    const scripts = new Map(outputFiles.map(({ path, contents }) => [path, contents]));
    expect(scripts.size).toBeGreaterThan(1);
    server = createServer(({ url = "" }, response) => {
      const script = scripts.get(url);
      response.writeHead(script || PAGES[url] ? 200 : 404, {
        "Content-Type": script ? "text/javascript" : "text/html",
        ...PAGES[url],
      });
      response.end(script ?? (PAGES[url] && '<!doctype html><title>Evenkeel</title><link rel="icon" href="data:,">'));
    });
    await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
    browser = await openChromium();
  }, PATIENCE);
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  async function open(path: string): Promise<{ page: Page; problems: string[] }> {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on("console", (message) => problems.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => problems.push(error.message));
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}${path}`);
    return { page, problems };
  }

  /** What a function of the library gives in a page. */
  function evaluate<T>(page: Page, f: (library: typeof evenkeel, argument: never) => T, argument: unknown): Promise<T> {
    return page.evaluate(
      `import("/evenkeel.js").then((library) => (${f})(library, ${JSON.stringify(argument)}))`,
    ) as Promise<T>;
  }

  const here = new Map<string, Promise<Record<string, Trained>>>();
  /** What Node.js gives, on one thread. */
  function inNode(relaxedSimd: boolean): Promise<Record<string, Trained>> {
    const known = here.get(`${relaxedSimd}`) ?? trainAnywhere(evenkeel, { threads: 1, relaxedSimd });
    here.set(`${relaxedSimd}`, known);
    return known;
  }

  test.each([
    ["/isolated", { threads: 1 }, "wasm, 1 thread, relaxed SIMD"],
    ["/isolated", { threads: 2 }, "wasm, 2 threads, relaxed SIMD"],
    ["/isolated", { threads: 3 }, "wasm, 3 threads, relaxed SIMD"],
    ["/isolated", { threads: 2, relaxedSimd: false }, "wasm, 2 threads, SIMD"],
    ["/plain", {}, "wasm, 1 thread without shared memory, relaxed SIMD"],
    ["/plain", { relaxedSimd: false }, "wasm, 1 thread without shared memory, SIMD"],
  ] as [string, Place, string][])("gives the bits of Node.js: %s %j", async (path, place, backend) => {
    const expected = await inNode(place.relaxedSimd ?? true);
    const { page, problems } = await open(path);
    expect(await page.evaluate("typeof SharedArrayBuffer")).toBe(path === "/isolated" ? "function" : "undefined");
    const trained = await evaluate(page, trainAnywhere, place);
    expect(Object.keys(trained)).toEqual(["mlp", "convnet"]);
    for (const [name, { backend: found, bits }] of Object.entries(trained)) {
      expect(found).toBe(backend);
      expect(bits.loss, name).toHaveLength(6);
      for (const [of, numbers] of Object.entries(bits))
        expect(numbers, `${name}, ${of}`).toEqual(expected[name].bits[of]);
      expect(Object.keys(bits)).toEqual(Object.keys(expected[name].bits));
    }
    expect(problems).toEqual([]);
    await expect.poll(() => page.workers().length).toBe(0);
    await page.close();
  });

  test("has other bits with relaxed SIMD than without, so that it matters which was on", async () => {
    const [relaxed, plain] = [await inNode(true), await inNode(false)];
    for (const name of ["mlp", "convnet"]) {
      expect(relaxed[name].bits.loss).not.toEqual(plain[name].bits.loss);
      expect(relaxed[name].backend).toBe("wasm, 1 thread, relaxed SIMD");
    }
  });

  /** How often a page draws, and a timer of it fires, while it trains for a while. */
  async function ticksOf({ arrays, dense, relu, sequential, train }: typeof evenkeel, options: Place) {
    const inputs = { shape: [2000, 300], data: Float32Array.from({ length: 600_000 }, (_, i) => Math.sin(i)) };
    const data = arrays({ inputs, labels: Uint8Array.from({ length: 2000 }, (_, i) => i % 10) });
    const model = sequential([dense(500), relu(), dense(500), relu(), dense(10)]);
    const ended = new AbortController();
    let [timer, drawn, epochs] = [0, 0, 0];
    const interval = setInterval(() => timer++, 5);
    const draw = () => {
      drawn++;
      requestAnimationFrame(draw);
    };
    requestAnimationFrame(draw);
    await train(model, data, {
      ...options,
      epochs: 1000,
      batchSize: 128,
      signal: ended.signal,
      onProgress: ({ elapsed, epoch }) => {
        epochs = epoch;
        if (elapsed > 1.5) ended.abort();
      },
    });
    clearInterval(interval);
    return { timer, drawn, epochs };
  }

  test.each([
    ["/isolated", { threads: 2 }],
    ["/plain", {}],
  ] as [string, Place][])("lets a page draw and answer meanwhile: %s", async (path, place) => {
    const { page } = await open(path);
    const { timer, drawn, epochs } = await evaluate(page, ticksOf, place);
    // Far below the 60 pictures and 200 calls a second of an idle page; a page that computes itself has none.
    expect(timer).toBeGreaterThan(20);
    expect(drawn).toBeGreaterThan(5);
    expect(epochs).toBeGreaterThan(0);
    await page.close();
  });

  test.each([
    ["/without-blobs", /^engine thread 0: expected to finish its work, received .*worker-src blob:/],
    ["/without-wasm", /^engine: expected a module that this platform compiles, .*must allow 'wasm-unsafe-eval'/],
  ])("says which policy forbids it: %s", async (path, message) => {
    const { page } = await open(path);
    const told = await evaluate(
      page,
      ({ arrays, dense, sequential, train }: typeof evenkeel) => {
        const data = arrays({ inputs: { shape: [4, 2], data: [1, 2, 3, 4, 5, 6, 7, 8] }, labels: [0, 1, 0, 1] });
        return train(sequential([dense(2)]), data, { batchSize: 2, epochs: 1 }).then(
          () => "it was trained",
          (error: Error) => error.message,
        );
      },
      null,
    );
    expect(told).toMatch(message);
    await expect.poll(() => page.workers().length).toBe(0);
    await page.close();
  });

  test("reads a File that is compressed, and the files of a folder", async () => {
    const { page, problems } = await open("/plain");
    const told = await evaluate(page, filesOfPage, null);
    expect(told).toEqual({ shape: [2, 2], numbers: [1, 2, 3, 4], classes: ["a", "b"], json: expect.any(String) });
    expect(told.json).toContain("JSON of idx: images: expected what a text can hold, such as a path");
    expect(problems).toEqual([]);
    await page.close();
  });

  /** What a page reads of files that its user chose. */
  async function filesOfPage({ csv, idx }: typeof evenkeel) {
    const header = (...shape: number[]) => [0, 0, 8, shape.length, ...shape.flatMap((size) => [0, 0, 0, size])];
    const plain = new Blob([Uint8Array.of(...header(2, 2), 1, 2, 3, 4)]).stream();
    const zipped = await new Response(plain.pipeThrough(new CompressionStream("gzip"))).blob();
    const images = new File([zipped], "images.gz");
    const source = idx({ images, labels: Uint8Array.of(...header(2), 0, 1) });
    const { shape, data } = (await source).train.inputs;
    const table = await csv(new File(["x,y\n1,a\n2,b\n"], "t.csv"), { target: "y" });
    const json = await Promise.resolve()
      .then(() => JSON.stringify(source))
      .catch((error: Error) => error.message);
    return { shape: [...shape], numbers: Array.from(data), classes: table.classes, json };
  }
});
