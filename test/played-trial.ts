import { AutoDevice } from "../src/backend/auto/auto-device.ts";
import type { Device } from "../src/backend/backend.ts";
import { onTrial } from "../src/backend/on-trial.ts";
import { playedDevice } from "./played-device.ts";

/** The device of "auto" with "wasm, 1 thread", a step of which takes 4 ms of a clock of its own, and a card that takes 1 ms. */
export async function playedTrial(card: string): Promise<Device> {
  let clock = 0;
  const taking = async (name: string, milliseconds: number) =>
    slowed(await playedDevice(name), (steps) => {
      clock += milliseconds * steps;
    });
  const devices = [await taking("wasm, 1 thread", 4), await taking(card, 1)] as const;
  return new AutoDevice(devices, onTrial(card), { now: () => clock });
}

/** What it says of itself when the card was chosen. */
export const chosenOnTrial = (card: string): string => `${card} (auto: a step takes 1 ms, on wasm, 1 thread 4 ms)`;

/** A device that hears of its steps. */
function slowed(device: Device, took: (steps: number) => void): Device {
  const compile: Device["compile"] = async (program) => {
    const { run, explain } = await device.compile(program);
    return {
      explain,
      run(feeds) {
        took(feeds.length);
        return run(feeds);
      },
    };
  };
  return Object.assign(Object.create(device) as Device, { compile });
}
