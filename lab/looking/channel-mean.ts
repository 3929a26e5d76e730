/** The mean over the channels of each of so many pixels. */
export function channelMean(weights: Float32Array, pixels: number): Float32Array {
  const channels = weights.length / pixels;
  if (channels === 1) return weights;
  return Float32Array.from({ length: pixels }, (_, pixel) => {
    const own = weights.subarray(pixel * channels, (pixel + 1) * channels);
    return own.reduce((sum, value) => sum + value, 0) / channels;
  });
}
