import { describe, expect, test } from "vitest";
import { bytes, encoded, signed, unsigned } from "./code.ts";
import { ModuleBuilder } from "./module.ts";
import { f32x4, i32, store, v128 } from "./ops.ts";

const PRIVATE = { initial: 1, maximum: 2, shared: false };

describe("LEB128", () => {
  // Appendix C of the DWARF 4 standard, and both sides of every change of length.
  test.each([
    [0, [0x00]],
    [2, [0x02]],
    [127, [0x7f]],
    [128, [0x80, 0x01]],
    [129, [0x81, 0x01]],
    [12857, [0xb9, 0x64]],
    [16383, [0xff, 0x7f]],
    [16384, [0x80, 0x80, 0x01]],
    [2 ** 21, [0x80, 0x80, 0x80, 0x01]],
    [2 ** 28, [0x80, 0x80, 0x80, 0x80, 0x01]],
    [2 ** 32 - 1, [0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])("unsigned %d", (value, expected) => {
    expect([...encoded(unsigned(value))]).toEqual(expected);
  });

  test.each([
    [0, [0x00]],
    [2, [0x02]],
    [-2, [0x7e]],
    [63, [0x3f]],
    [64, [0xc0, 0x00]],
    [-64, [0x40]],
    [-65, [0xbf, 0x7f]],
    [127, [0xff, 0x00]],
    [-127, [0x81, 0x7f]],
    [128, [0x80, 0x01]],
    [-128, [0x80, 0x7f]],
    [8191, [0xff, 0x3f]],
    [8192, [0x80, 0xc0, 0x00]],
    [-8193, [0xff, 0xbf, 0x7f]],
    [2 ** 31 - 1, [0xff, 0xff, 0xff, 0xff, 0x07]],
    [-(2 ** 31), [0x80, 0x80, 0x80, 0x80, 0x78]],
    [2 ** 31, [0x80, 0x80, 0x80, 0x80, 0x78]], // the same 32 bits: addresses of the upper half
  ])("signed %d", (value, expected) => {
    expect([...encoded(signed(value))]).toEqual(expected);
  });
});

test("every byte is a character, and comes out as it went in", () => {
  const all = Array.from({ length: 256 }, (_, byte) => byte);
  expect([...encoded(bytes(...all))]).toEqual(all);
});

/** The exports of a module over a memory of its own. */
function instantiate(module: ModuleBuilder, limits = PRIVATE) {
  const memory = new WebAssembly.Memory(limits);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(module.encode(limits)), { env: { memory } });
  return { memory, exports: instance.exports as Record<string, (...args: number[]) => void> };
}

describe("a module", () => {
  test("is valid, and its functions do what they say", () => {
    const module = new ModuleBuilder({ relaxed: false });
    const square = module.function(["i32", "i32"], (f, at, x) => {
      f.push(store.i32(at, i32.mul(x, x)));
    });
    module.function(
      ["i32", "i32"],
      (f, at, count) => {
        const i = f.local("i32");
        f.countUp(i, count, 1, () => {
          f.if(
            i32.eq(i32.remU(i, 3), 0),
            () => f.call(square, [at, i]),
            () => f.push(store.i32(at, -1)),
          );
          f.step(at, 4);
        });
      },
      "squares",
    );
    expect(WebAssembly.validate(module.encode(PRIVATE))).toBe(true);
    const { memory, exports } = instantiate(module);
    exports.squares(16, 7);
    expect([...new Int32Array(memory.buffer, 16, 8)]).toEqual([0, -1, -1, 9, -1, -1, 36, 0]);
    exports.squares(64, 0);
    expect(new Int32Array(memory.buffer)[16]).toBe(0);
  });

  test("makes a function under a key once", () => {
    const module = new ModuleBuilder({ relaxed: false });
    let made = 0;
    const make = () => {
      made++;
      return module.function([], () => {});
    };
    expect(module.once("a", make)).toBe(module.once("a", make));
    expect(module.once("b", make)).not.toBe(module.once("a", make));
    expect(made).toBe(2);
  });

  test("moves vectors and single lanes", () => {
    const module = new ModuleBuilder({ relaxed: false });
    module.function(
      [],
      (f) => {
        const x = f.let(v128.load(i32.const(0)));
        f.push(store.v128(i32.const(16), f32x4.mul(x, f32x4.const(2))));
        f.push(store.v128(i32.const(32), v128.shuffle32(x, f32x4.const(9, 8, 7, 6), [3, 0, 4, 7])));
        f.push(store.lane(i32.const(48), x));
      },
      "run",
    );
    const { memory, exports } = instantiate(module);
    const floats = new Float32Array(memory.buffer);
    floats.set([1, 2, 3, 4]);
    exports.run();
    expect([...floats.slice(4, 16)]).toEqual([2, 4, 6, 8, 4, 1, 9, 6, 1, 0, 0, 0]);
  });

  test.each([
    { initial: 0, maximum: 1, shared: false },
    { initial: 1, maximum: 65535, shared: false },
    { initial: 1, maximum: 200, shared: true },
  ])("imports the memory of its limits: %o", (limits) => {
    const module = new ModuleBuilder({ relaxed: false });
    module.function([], () => {}, "run");
    const bytes = module.encode(limits);
    expect(WebAssembly.validate(bytes)).toBe(true);
    expect(WebAssembly.Module.imports(new WebAssembly.Module(bytes))).toMatchObject([
      { module: "env", name: "memory", kind: "memory" },
    ]);
    expect(() => instantiate(module, limits)).not.toThrow();

    const other = new WebAssembly.Memory({ ...limits, shared: !limits.shared });
    const import_ = { env: { memory: other } };
    expect(() => new WebAssembly.Instance(new WebAssembly.Module(bytes), import_)).toThrow(/memory/);
  });
});
