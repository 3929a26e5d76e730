import { type Device, DeviceLost } from "../src/backend/backend.ts";
import { openDevice } from "../src/backend/open.ts";
import { runError } from "../src/errors.ts";

/**
 * The reference under another name.
 * @param name what it says of itself, now or at any time.
 * @param lostAfter as a GPU that is lost after so many calls, or by a call of which that is said.
 */
export async function playedDevice(
  name: string | (() => string),
  lostAfter: number | ((call: number) => boolean) = Infinity,
): Promise<Device> {
  const device = await openDevice({ backend: "reference" });
  const described = () => (typeof name === "string" ? name : name());
  const lost = () =>
    runError({
      where: described(),
      expected: "a GPU that goes on",
      received: "a lost device: it hung",
      cause: new DeviceLost("it hung"),
    });
  let done = 0;
  return {
    get description() {
      return described();
    },
    free: Infinity,
    create: (...args) => device.create(...args),
    write: (...args) => device.write(...args),
    read: (name) => device.read(name),
    readAll: (names) => device.readAll(names),
    close: () => device.close(),
    async compile(program) {
      const executable = await device.compile(program);
      return {
        explain: () => executable.explain(),
        async run(feeds) {
          done++;
          if (typeof lostAfter === "number" ? done > lostAfter : lostAfter(done)) throw lost();
          return executable.run(feeds);
        },
      };
    },
  };
}
