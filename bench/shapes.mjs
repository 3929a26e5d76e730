// Convolutions of larger images and of other kernels than 3×3, timed kernel by kernel by convolutions.mjs.

const PASSES = ["forward", "input gradient", "weight gradient"];
const BYTES = 4;

/** A convolution of square images, in each pass. */
function convolution(
  set,
  batch,
  size,
  channels,
  filters,
  kernel,
  { stride = 1, padding = Math.floor(kernel / 2), groups = 1, passes = PASSES } = {},
) {
  const out = Math.floor((size + 2 * padding - kernel) / stride) + 1;
  const variant = `${stride > 1 ? `, stride ${stride}` : ""}${groups === channels ? ", depthwise" : groups > 1 ? `, ${groups} groups` : ""}`;
  const title = `${kernel}×${kernel} ${size}×${size} ${channels}→${filters}${variant}, batch ${batch}`;
  return passes.map((pass) => ({
    set,
    pass,
    title,
    batch,
    size,
    channels,
    filters,
    kernel,
    stride,
    padding,
    groups,
    flops: (2 * batch * out * out * filters * kernel * kernel * channels) / groups,
    /** What has to be read or written at least, beside weights. */
    bytes: BYTES * batch * ((size + (pass === "forward" ? 2 * padding : 0)) ** 2 * channels + out * out * filters),
  }));
}

const forward = { passes: ["forward"] };
const depthwise = (batch, size, channels, kernel, stride = 1) =>
  convolution("depthwise", batch, size, channels, channels, kernel, { stride, groups: channels });
/** Several outputs for each channel. */
const multiplied = (batch, size, channels, multiplier, kernel, stride = 1) =>
  convolution("multiplied", batch, size, channels, channels * multiplier, kernel, { stride, groups: channels });

/** Of a residual network for images of 224×224. */
const large = (set, batch) => [
  ...convolution(set, batch, 224, 3, 64, 7, { stride: 2, ...forward }),
  ...convolution(set, batch, 56, 64, 64, 3, forward),
  ...convolution(set, batch, 14, 256, 256, 3, forward),
  ...convolution(set, batch, 7, 512, 512, 3, forward),
  ...convolution(set, batch, 14, 256, 512, 3, { stride: 2, ...forward }),
  ...convolution(set, batch, 56, 64, 128, 1, { stride: 2, padding: 0, ...forward }),
  ...convolution(set, batch, 56, 64, 256, 1, forward),
  ...convolution(set, batch, 56, 256, 64, 1, forward),
  ...convolution(set, batch, 14, 1024, 256, 1, forward),
  ...convolution(set, batch, 7, 1024, 1024, 1, forward),
];

/** Few images at a time, so that a kernel is done before others have the processor. */
export const shapes = [
  ...large("large", 1),
  ...large("batches", 8),
  ...convolution("pointwise", 2, 56, 64, 256, 1),
  ...convolution("pointwise", 2, 28, 256, 64, 1),
  ...convolution("pointwise", 8, 7, 512, 512, 1),
  ...convolution("kernels", 4, 28, 16, 16, 5),
  ...convolution("kernels", 4, 28, 32, 32, 5),
  ...convolution("kernels", 4, 14, 64, 64, 5),
  ...convolution("kernels", 4, 28, 16, 16, 7),
  ...convolution("kernels", 2, 28, 32, 32, 7),
  ...convolution("kernels", 2, 14, 64, 64, 7),
  ...convolution("strided", 1, 28, 128, 256, 3, { stride: 2 }),
  ...convolution("strided", 8, 16, 32, 64, 3, { stride: 2 }),
  ...depthwise(2, 112, 32, 3),
  ...depthwise(2, 56, 64, 3),
  ...depthwise(2, 28, 128, 3),
  ...depthwise(4, 14, 256, 3),
  ...depthwise(1, 112, 64, 3, 2),
  ...depthwise(2, 28, 256, 3, 2),
  ...depthwise(1, 56, 64, 5),
  ...depthwise(2, 14, 256, 5),
  ...depthwise(2, 56, 64, 5, 2),
  ...multiplied(2, 56, 32, 2, 3),
  ...multiplied(2, 56, 32, 2, 3, 2),
  ...multiplied(2, 28, 64, 3, 3),
  ...multiplied(2, 28, 64, 2, 5),
  ...multiplied(2, 28, 64, 4, 3),
  ...multiplied(2, 28, 64, 8, 3),
  ...convolution("grouped", 4, 28, 128, 128, 3, { groups: 32 }),
  ...convolution("grouped", 2, 28, 128, 128, 3, { groups: 4 }),
  ...convolution("grouped", 4, 28, 128, 128, 1, { groups: 4 }),
];
