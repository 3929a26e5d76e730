import type { MapKernel } from "../../../plan/kernel.ts";
import type { FunctionBuilder, Local, ModuleBuilder } from "../emit/module.ts";
import { f32x4, i32, store, v128 } from "../emit/ops.ts";
import { codeKey, type Emitted, splitDepth } from "./emitted.ts";
import { Expression, type Mode, viewsOf } from "./expression.ts";

/** Elements of a vector loop that one thread takes at least. */
const GRAIN = 64;
/** Innermost loops of up to this many elements are written out. */
const UNROLL = 64;
/** If they are so many terms at most, of all vectors together: of more, the numbers would not fit the registers. */
const UNROLLED_TERMS = 512;
/** Expressions of up to this many terms are computed for two vectors side by side. */
const COPY_LIMIT = 30;

/** An elementwise kernel: nested loops, the innermost four elements at a time where memory lies so. */
export function emitMap(module: ModuleBuilder, kernel: MapKernel, alongFirst: boolean): Emitted {
  const extents = kernel.extents.length === 0 ? [1] : kernel.extents;
  const loads = viewsOf(kernel.terms);
  const stores = kernel.stores.map(({ view }) => view);
  const inner = extents.length - 1;
  const split = alongFirst ? 0 : splitDepth(extents, extents.length);
  const vectorized = extents[inner] >= 4 && isVectorizable(kernel, inner);
  const short = extents[inner] <= UNROLL && (extents[inner] / 4) * kernel.terms.length <= UNROLLED_TERMS;
  const unrolled = vectorized && inner > 0 && split < inner && extents[inner] % 4 === 0 && short;

  const emit = () =>
    module.function(["i32", "i32", ...[...loads, ...stores].map(() => "i32" as const)], (f, from, to, ...addresses) => {
      const order = extents.map((_, axis) => axis);
      const results = kernel.stores.map(({ term }) => term);
      const given = addresses.slice(0, loads.length);
      const terms = new Expression(f, kernel.terms, results, order, inner, given, module, unrolled);
      const targets = new Targets(f, kernel, order, addresses.slice(loads.length));
      const copies = unrolled ? extents[inner] / 4 : 1;
      terms.emit(-1, "vector", copies);

      const loop = (depth: number): void => {
        const start = depth === split ? from : undefined;
        const end = depth === split ? to : extents[depth];
        const i = f.let(start ?? i32.const(0));
        terms.enter(depth, start);
        targets.enter(depth, start);
        const advance = (elements: number) => {
          terms.advance(depth, elements);
          targets.advance(depth, elements);
        };
        if (depth < inner) {
          f.countUp(i, end, 1, () => {
            terms.emit(depth, "vector", copies);
            if (unrolled && depth === inner - 1) targets.write(terms, "vector", copies);
            else loop(depth + 1);
            advance(1);
          });
          return;
        }
        const block = (mode: Mode, copies: number) => {
          const elements = mode === "vector" ? 4 * copies : 1;
          f.countUp(i, i32.sub(end, elements - 1), elements, () => {
            terms.emit(depth, mode, copies);
            targets.write(terms, mode, copies);
            advance(elements);
          });
        };
        if (vectorized && kernel.terms.length <= COPY_LIMIT) block("vector", 2);
        if (vectorized) block("vector", 1);
        block("lane", 1);
      };
      loop(0);
    });

  return {
    // With one axis the bounds are parameters, so that the updates of all parameters share one code.
    function: module.once(
      codeKey(kernel, extents.length === 1 ? `one axis ${vectorized}` : `${extents} by ${split}`),
      emit,
    ),
    parts: extents[split],
    grain: split === inner ? GRAIN : 1,
    arguments: [...loads, ...stores],
    scratch: 0,
  };
}

/** Whether neighbors along the axis are neighbors in memory, or one element, for every walk. */
function isVectorizable({ terms, stores }: MapKernel, axis: number): boolean {
  return (
    terms.every((term) => {
      if (term.op !== "load") return true;
      const step = term.view.strides[axis] ?? 0;
      return (step === 0 || step === 1) && (term.view.rows?.indices.strides[axis] ?? 0) === 0;
    }) && stores.every(({ view }) => view.strides[axis] === 1)
  );
}

/** The pointers of the stores. */
class Targets {
  readonly #f: FunctionBuilder;
  readonly #kernel: MapKernel;
  readonly #steps: number[][];
  readonly #pointers: Local<"i32">[][];

  constructor(f: FunctionBuilder, kernel: MapKernel, order: readonly number[], pointers: readonly Local<"i32">[]) {
    this.#f = f;
    this.#kernel = kernel;
    this.#steps = kernel.stores.map(({ view }) => order.map((axis) => (view.strides[axis] ?? 0) * 4));
    this.#pointers = pointers.map((pointer) => [pointer]);
  }

  enter(depth: number, from?: Local<"i32">): void {
    this.#pointers.forEach((pointers, i) => {
      const outer = pointers[depth];
      pointers[depth + 1] = this.#f.let(
        from === undefined ? outer : i32.add(outer, i32.mul(from, this.#steps[i][depth])),
      );
    });
  }

  advance(depth: number, elements: number): void {
    this.#pointers.forEach((pointers, i) => {
      this.#f.step(pointers[depth + 1], this.#steps[i][depth] * elements);
    });
  }

  /** Writes the stored terms at the innermost pointers. */
  write(terms: Expression, mode: Mode, copies: number): void {
    this.#kernel.stores.forEach(({ term, accumulate }, i) => {
      const pointer = this.#pointers[i].at(-1) as Local<"i32">;
      for (let copy = 0; copy < copies; copy++) {
        const value = terms.value(term, copy);
        const before = mode === "vector" ? v128.load(pointer, 16 * copy) : v128.load32Splat(pointer);
        const sum = accumulate ? f32x4.add(before, value) : value;
        this.#f.push(mode === "vector" ? store.v128(pointer, sum, 16 * copy) : store.lane(pointer, sum));
      }
    });
  }
}
