// The matrix products and convolutions that are timed on their own, at the shapes of the networks.

/** c[m, n] = a[m, k] · b[k, n]; a transposed operand lies in memory as its transpose. */
const product = (title, m, n, k, transposed = "") => ({
  kind: "product",
  id: `product-${m}-${n}-${k}${transposed && `-${transposed}`}`,
  title: `product ${m}×${k} · ${k}×${n}${title && `, ${title}`}`,
  m,
  n,
  k,
  transposed,
  flops: 2 * m * n * k,
  goal: m === n && n === k ? 0.9 : undefined,
});

export const products = [
  product("", 256, 256, 256),
  product("", 512, 512, 512),
  product("", 1024, 1024, 1024),
  product("MLP forward", 128, 512, 784),
  product("MLP forward", 128, 256, 512),
  product("MLP input gradient", 128, 512, 256, "b"),
  product("MLP weight gradient", 784, 512, 128, "a"),
  product("MLP weight gradient", 512, 256, 128, "a"),
  product("deep MLP forward", 128, 128, 128),
];

const PASSES = ["forward", "input gradient", "weight gradient"];

/** A 3×3 convolution in each pass; the first layer of a network has no input gradient. */
function convolution(
  network,
  batch,
  [height, width],
  channels,
  filters,
  { stride = 1, padding = 1, first = false } = {},
) {
  const extent = (length) => Math.floor((length + 2 * padding - 3) / stride) + 1;
  const flops = 2 * batch * extent(height) * extent(width) * filters * 9 * channels;
  const winograd = stride === 1 && channels >= 16;
  const variant = `${stride > 1 ? `, stride ${stride}` : ""}${padding === 0 ? ", valid" : ""}`;
  return PASSES.filter((pass) => !(first && pass === "input gradient")).map((pass) => ({
    kind: "convolution",
    id: `convolution-${height}-${channels}-${filters}-${stride}-${pass.replace(" ", "-")}`,
    title: `3×3 ${height}×${width} ${channels}→${filters}${variant}, batch ${batch} (${network}), ${pass}`,
    pass,
    batch,
    height,
    width,
    channels,
    filters,
    stride,
    padding,
    flops,
    goal: winograd ? 1.8 : 0.7,
  }));
}

export const convolutions = [
  ...convolution("convnet", 128, [28, 28], 1, 32, { first: true }),
  ...convolution("convnet", 128, [14, 14], 32, 64),
  ...convolution("lesson", 64, [28, 28], 1, 32, { padding: 0, first: true }),
  ...convolution("lesson", 64, [13, 13], 32, 64, { padding: 0 }),
  ...convolution("ResNet", 128, [32, 32], 3, 16, { first: true }),
  ...convolution("ResNet", 128, [32, 32], 16, 16),
  ...convolution("ResNet", 128, [16, 16], 32, 32),
  ...convolution("ResNet", 128, [8, 8], 64, 64),
  ...convolution("ResNet", 128, [32, 32], 16, 32, { stride: 2 }),
  ...convolution("ResNet", 128, [16, 16], 32, 64, { stride: 2 }),
];

const LANES = 4;
const ACCUMULATORS = 12;
const ITERATIONS = 1 << 16;

/** Bytes that each thread reads: more than any cache holds. */
const STREAM = 64 << 20;

/** How fast memory is read at all. */
export const bandwidth = { kind: "bandwidth", id: "bandwidth", title: "read memory", bytes: STREAM };

/** What SIMD in registers can do at all: nothing but multiply and add. */
export const peak = {
  kind: "peak",
  id: "peak",
  title: "multiply and add in registers",
  accumulators: ACCUMULATORS,
  iterations: ITERATIONS,
  flops: 2 * LANES * ACCUMULATORS * ITERATIONS,
};
