// What a served model costs: node scripts/check-serving.mjs. Needs `npm run build`. Fails where memory grows; times are told.
// @ts-check
const LIBRARY = new URL("../dist/bundle/index.js", import.meta.url).href;
const { arrays, mlp, train } = await import(LIBRARY);

const inputs = { shape: [300, 8], data: Float32Array.from({ length: 2400 }, (_, k) => Math.sin(k)) };
const data = arrays({ inputs, labels: Uint8Array.from({ length: 300 }, (_, i) => i % 3), classes: 3 });
const { model } = await train(mlp({ hidden: [64, 64], outputs: 3 }), data, { epochs: 2 });

const one = { shape: [1, 8], data: inputs.data.slice(0, 8) };
/** @type {number[]} */
const times = [];
for (let i = 0; i < 3000; i++) {
  const started = performance.now();
  await model.predict(one);
  times.push(1000 * (performance.now() - started));
}
const [first, ...rest] = times;
rest.sort((a, b) => a - b);
const at = (/** @type {number} */ share) => rest[Math.floor(share * rest.length)].toFixed(0);
console.log(
  `one sample: first call ${(first / 1000).toFixed(1)} ms, then ${at(0.5)} µs (median), ${at(0.99)} µs (99 %)`,
);

const { compile } = WebAssembly;
let programs = 0;
WebAssembly.compile = (/** @type {BufferSource} */ bytes) => {
  programs++;
  return compile(bytes);
};
/** @type {number[]} */
const resident = [];
for (let i = 0; i < 20_000; i++) {
  const count = 1 + ((i * 7919) % 300);
  await model.predict({ shape: [count, 8], data: inputs.data.subarray(0, 8 * count) });
  if (i % 5000 === 4999) {
    globalThis.gc?.();
    resident.push(process.memoryUsage().rss / 2 ** 20);
  }
}
console.log(
  `20,000 calls of 1 to 300 samples: ${programs} more programs; resident ${resident.map((x) => x.toFixed(0)).join(", ")} MB`,
);
if (programs > 18 || resident[3] > 1.05 * resident[1]) {
  console.error("FAILED: expected at most 18 programs, two for each power of two, and memory that does not grow");
  process.exitCode = 1;
}
await model.close();
