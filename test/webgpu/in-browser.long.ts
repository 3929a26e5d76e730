import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as evenkeel from "../../src/index.ts";
import { expectClose } from "../backends.ts";
import { openChromium, WITH_GPU, withoutChromium } from "../chromium.ts";
import { PATIENCE, ROOT } from "../dist.ts";

type Library = typeof evenkeel;

/** Trains a small network; a page is given the text of this function. */
async function trained(
  { arrays, dense, RandomStream, relu, sequential, train }: Library,
  backend: evenkeel.TrainOptions["backend"],
) {
  const draw = new RandomStream(3, "data");
  const inputs = { shape: [60, 5], data: Float32Array.from({ length: 300 }, () => draw.normal()) };
  const data = arrays({ inputs, labels: Uint8Array.from({ length: 60 }, (_, i) => i % 3) });
  const model = sequential([dense(12), relu(), dense(3)]);
  const run = await train(model, data, { backend, epochs: 2, batchSize: 20, seed: 5, threads: 1 });
  const { data: predicted } = await run.model.predict(inputs, { backend });
  await run.model.close();
  return {
    backend: run.backend,
    losses: run.history.map((epoch) => epoch.train.loss),
    predicted: Array.from(predicted),
  };
}

async function refused({ compile }: Library): Promise<string> {
  const made = await compile((x) => x, { backend: "webgpu" }).catch((error: Error) => error.message);
  return typeof made === "string" ? made : "none";
}

describe.skipIf(withoutChromium(4, "WebGPU in a browser"))("a page", { timeout: PATIENCE }, () => {
  let server: Server;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const { outputFiles } = await build({
      stdin: { contents: 'export * from "./src/index.ts";', resolveDir: ROOT },
      bundle: true,
      splitting: true,
      outdir: "/",
      entryNames: "evenkeel",
      format: "esm",
      platform: "browser",
      write: false,
    });
    const scripts = new Map(outputFiles.map(({ path, contents }) => [path, contents]));
    server = createServer(({ url = "" }, response) => {
      response.writeHead(200, { "Content-Type": scripts.has(url) ? "text/javascript" : "text/html" });
      response.end(scripts.get(url) ?? "<!doctype html><title>Evenkeel</title>");
    });
    await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
    browser = await openChromium(WITH_GPU);
    page = await opened(browser);
  }, PATIENCE);
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  async function opened(of: Browser): Promise<Page> {
    const made = await of.newPage();
    await made.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
    return made;
  }

  /** What a function of the library gives in a page. */
  function inPage<T>(f: (library: Library, argument: never) => Promise<T>, argument?: unknown, on = page): Promise<T> {
    return on.evaluate(
      `import("/evenkeel.js").then((library) => (${f})(library, ${JSON.stringify(argument)}))`,
    ) as Promise<T>;
  }

  test("trains and predicts on a GPU, with the numbers of wasm but for rounding", async () => {
    const gpu = await inPage(trained, "webgpu");
    const wasm = await trained(evenkeel, "wasm");
    expect(gpu.backend).toMatch(/^webgpu, .* \(a software adapter\)$/);
    expectClose(gpu.losses, wasm.losses, 1e-5);
    expectClose(gpu.predicted, wasm.predicted, 1e-4);
    expect(await inPage(trained, "webgpu")).toEqual(gpu);
  });

  test("trains in a worker too", async () => {
    const found = await page.evaluate(`new Promise((resolve, reject) => {
      const text = 'import("' + location.origin + '/evenkeel.js").then((library) => (${String(trained).replaceAll("\n", " ").replaceAll("'", "\\'")})(library, "webgpu")).then((x) => postMessage(x.backend), (e) => postMessage(String(e)))';
      const worker = new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })), { type: "module" });
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
    })`);
    expect(found).toMatch(/^webgpu, /);
  });

  test("takes wasm by auto, for a GPU in software is none, and says so", async () => {
    const { backend } = await inPage(trained, "auto");
    expect(backend).toMatch(
      /^wasm, 1 thread.* \(auto: no GPU: expected a GPU, received .*, which computes on the processor\)$/,
    );
  });

  test("says what is missing where the browser has no adapter", async () => {
    const bare = await openChromium();
    try {
      const other = await opened(bare);
      expect(await inPage(refused, undefined, other)).toMatch(
        /expected (an adapter|a browser that has WebGPU).* received none/,
      );
    } finally {
      await bare.close();
    }
  });
});
