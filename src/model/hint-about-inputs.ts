import type { LinearScale } from "../data/scaling.ts";

/** What bytes are multiplied by. */
const OF_BYTES = 1 / 255;

/** A hint for inputs that were scaled before they were given to a model that scales bytes itself; undefined for others. */
export function hintAboutInputs({ multiply }: LinearScale, data: ArrayLike<number>): string | undefined {
  if (multiply !== OF_BYTES) return undefined;
  let between = false;
  for (let i = 0; i < data.length; i++) {
    if (data[i] < 0 || data[i] > 1) return undefined;
    between ||= data[i] > 0 && data[i] < 1;
  }
  if (!between) return undefined;
  return "evenkeel: predict: the inputs lie between 0 and 1, but the model was trained on bytes of 0 to 255, which it scales itself. Give it such numbers.";
}
