import { EvenkeelError } from "../../errors.ts";
import type { Device } from "../backend.ts";
import { onTrial } from "../on-trial.ts";
import { AutoDevice, HELD_UP } from "./auto-device.ts";
import { Patience } from "./patience.ts";

/** The faster of two devices, found while they compute; the first, which says why, where the second cannot be opened. */
export async function openAuto(
  openFirst: () => Promise<Device>,
  openSecond: () => Promise<Device>,
  heldUp = HELD_UP,
): Promise<Device> {
  const first = await openFirst();
  const opened = openSecond();
  try {
    const second = await new Patience(heldUp, () => performance.now()).of(() => opened);
    return new AutoDevice([first, second], onTrial(second.description));
  } catch (error) {
    opened.then((late) => late.close()).catch(() => {});
    // Whatever is wrong with the GPU, a run need not fail of it.
    const { expected, received } =
      error instanceof EvenkeelError ? error.facts : { expected: "one", received: `${error}` };
    return new AutoDevice([first], `no GPU: expected ${expected}, received ${received}`);
  }
}
