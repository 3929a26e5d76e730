/** How many test digits are drawn to choose from. They are those of the test set, whose samples do not depend on its size. */
const MANY = 200;

/** One digit of the test set, at random: another one at each call. */
export async function sampleDigit(seed: unknown): Promise<{ pixels: Float32Array; digit: number }> {
  const { digits } = await import("evenkeel");
  const options = { train: 10, validation: 0, test: MANY };
  const { test } = await digits(typeof seed === "number" ? { ...options, seed } : options);
  if (test === undefined) throw new Error("no test set");
  const at = Math.floor(Math.random() * MANY);
  const size = test.inputs.data.length / MANY;
  return {
    pixels: Float32Array.from(test.inputs.data.slice(at * size, (at + 1) * size)),
    digit: Number(test.targets.data[at]),
  };
}
