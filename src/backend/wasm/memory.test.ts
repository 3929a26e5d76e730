import { expect, test } from "vitest";
import { DeviceMemory, type MemoryAccess } from "./memory.ts";

const PAGE = 65536;

/** Memory that a platform gives up to some pages; `grown`: how many it was asked for, one after another. */
function memoryOf({ maximum = 65535, given = 65535 } = {}) {
  const grown: number[] = [];
  let pages = 1;
  const access: MemoryAccess = {
    shared: false,
    maximum,
    async grow(more) {
      grown.push(more);
      if (pages + more > given) throw new Error("no more");
      pages += more;
    },
    write: async () => {},
    read: () => Promise.reject(new Error("not played")),
  };
  return { memory: new DeviceMemory(access), grown, pages: () => pages };
}

test("what grows by a page at a time asks the platform rarely", async () => {
  const { memory, grown, pages } = memoryOf();
  const places: number[] = [];
  for (let i = 0; i < 2000; i++) places.push(await memory.allocate(PAGE, "a page"));
  expect(new Set(places).size).toBe(2000);
  expect((places.at(-1) as number) + PAGE).toBeLessThanOrEqual(pages() * PAGE);
  expect(grown.length).toBeLessThan(50);
  expect(pages()).toBeLessThan(2600);
});

test("where the platform gives no more than is needed, that is taken", async () => {
  const { memory, pages } = memoryOf({ given: 1010 });
  await memory.allocate(1000 * PAGE, "most");
  await memory.allocate(5 * PAGE, "a little");
  expect(pages()).toBeLessThanOrEqual(1010);
  await expect(memory.allocate(100 * PAGE, "too much")).rejects.toThrow("too much: expected");
});

test("it grows up to the engine's limit, and not beyond", async () => {
  const { memory, pages } = memoryOf({ maximum: 100 });
  await memory.allocate(90 * PAGE, "most");
  await memory.allocate(5 * PAGE, "a little");
  expect(pages()).toBeLessThanOrEqual(100);
  await expect(memory.allocate(10 * PAGE, "too much")).rejects.toThrow("what is left of the engine's memory");
});
