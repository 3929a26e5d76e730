// Serves a saved model over HTTP, with nothing but Node.js: node serve.js penguins.evenkeel 8080
// Without a port it serves a small model, asks itself, and ends. Run by the tests.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { csv, EvenkeelError, loadModel, mlp, type Row, type TrainedModel, train } from "evenkeel";

/** The largest request. It also bounds how many rows come at once. */
const MOST_BYTES = 1_000_000;

interface Answer {
  status: number;
  body: object;
  headers?: Record<string, string>;
}

/** What a request is refused with. */
const refusal = (status: number, error: string, headers = {}): Answer => ({ status, body: { error }, headers });

/** The answer to a request. POST /predict takes { "rows": [{ … }] } for a model of a table, else { "inputs": { shape, data } }. */
async function answerTo(model: TrainedModel, request: IncomingMessage): Promise<Answer> {
  const { method, url = "/" } = request;
  const { pathname } = new URL(url, "http://localhost");
  if (pathname === "/health")
    return method === "GET" ? { status: 200, body: { status: "ok" } } : refusal(405, "Use GET.", { Allow: "GET" });
  if (pathname !== "/predict") return refusal(404, `There is no ${pathname}: use POST /predict or GET /health.`);
  if (method !== "POST") return refusal(405, "Use POST.", { Allow: "POST" });
  const bytes = await bodyOf(request);
  if (bytes === undefined) return refusal(413, `A request has at most ${MOST_BYTES} bytes.`);
  let body: { rows?: Row[]; inputs?: { shape: number[]; data: number[] } };
  try {
    body = Object(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch (error) {
    return refusal(400, `The request is no JSON: ${(error as Error).message}`);
  }
  const { rows, inputs } = body;
  try {
    if (rows !== undefined) return { status: 200, body: { predictions: await model.predictRows(rows) } };
    if (inputs === undefined) return refusal(400, 'The request has neither "rows" nor "inputs".');
    const { shape, data, classes } = await model.predict(inputs);
    return { status: 200, body: { shape, data: Array.from(data), classes } };
  } catch (error) {
    if (error instanceof EvenkeelError) return refusal(400, error.message); // says which row and column, and what was expected
    throw error;
  }
}

/** The bytes of a request; undefined where there are too many. These are read on, so that the answer arrives, and dropped. */
async function bodyOf(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of request) {
    bytes += piece.length;
    if (bytes <= MOST_BYTES) pieces.push(piece);
    else pieces.length = 0;
  }
  return bytes <= MOST_BYTES ? Buffer.concat(pieces) : undefined;
}

async function answer(model: TrainedModel, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let { status, body, headers }: Answer = refusal(500, "The server has failed.");
  try {
    ({ status, body, headers } = await answerTo(model, request));
  } catch (error) {
    if (request.destroyed && !request.complete) return; // nobody waits for an answer
    console.error(error); // for the operator alone
  }
  response.writeHead(status, { "Content-Type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

/** Serves a model. What is returned ends the server: requests that came before are answered first. */
async function serve(model: TrainedModel, port: number): Promise<{ address: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    if (!server.listening) response.setHeader("Connection", "close");
    void answer(model, request, response);
  });
  server.requestTimeout = 30_000; // a client may not send one byte a minute
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close(); // no new connections
      server.closeIdleConnections();
      await once(server, "close");
      await model.close();
    },
  };
}

const [path, port] = process.argv.slice(2);
if (path !== undefined && port !== undefined) {
  const { address, close } = await serve(await loadModel(path), Number(port));
  console.log(`Serving ${path} on ${address}`);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void close());
} else {
  const lines = Array.from(
    { length: 90 },
    (_, i) => `${(i * 7) % 30},${i % 2 ? "sea" : "land"},${(i * 7) % 30 < 15 ? "small" : "tall"}`,
  );
  const data = await csv(new TextEncoder().encode(`length,home,kind\n${lines.join("\n")}\n`), { target: "kind" });
  const { model } = await train(mlp({ hidden: [8], outputs: 2 }), data, { epochs: 5 });
  const { address, close } = await serve(model, 0);
  const ask = async (path: string, init?: RequestInit) => {
    const response = await fetch(address + path, init);
    return {
      status: response.status,
      ...((await response.json()) as { error?: string; predictions?: { class: string }[] }),
    };
  };
  const predict = (body: string) => ask("/predict", { method: "POST", body });

  const { status, predictions } = await predict(
    '{"rows": [{"length": 3, "home": "sea"}, {"length": 28, "home": "land"}]}',
  );
  console.log(predictions);
  assert.equal(status, 200);
  assert.equal(predictions?.length, 2);
  assert.deepEqual(await ask("/health"), { status: "ok" });
  const refused: [number, RegExp, ReturnType<typeof ask>][] = [
    [400, /no JSON/, predict('{"rows": [')],
    [400, /neither "rows" nor "inputs"/, predict("[]")],
    [
      400,
      /row 2, column length: expected a number.*"long"/,
      predict('{"rows": [{"length": 1, "home": "sea"}, {"length": "long", "home": "sea"}]}'),
    ],
    [400, /expected rows with the columns by name/, predict('{"rows": [{}]}')],
    [400, /expected inputs \[batch, \d\]/, predict('{"inputs": {"shape": [1, 9], "data": [1]}}')],
    [413, /at most 1000000 bytes/, predict(" ".repeat(MOST_BYTES + 1))],
    [405, /Use POST/, ask("/predict")],
    [404, /no \/model/, ask("/model")],
  ];
  for (const [expected, message, asked] of refused) {
    const { status, error = "" } = await asked;
    console.log(status, error);
    assert.equal(status, expected);
    assert.match(error, message);
  }

  // A request that came before the end is answered.
  const last = httpRequest(`${address}/predict`, { method: "POST", headers: { Expect: "100-continue" } });
  last.flushHeaders();
  await once(last, "continue");
  const closed = close();
  last.end('{"rows": [{"length": 3, "home": "sea"}]}');
  const [response] = (await once(last, "response")) as [IncomingMessage];
  response.resume();
  assert.equal(response.statusCode, 200);
  await closed;
  await assert.rejects(fetch(`${address}/health`));
}
