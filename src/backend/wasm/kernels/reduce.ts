import { BYTES, type Reduction } from "../../../graph/primitives.ts";
import type { ReduceKernel } from "../../../plan/kernel.ts";
import type { I32, V128 } from "../emit/code.ts";
import type { FunctionBuilder, Local, ModuleBuilder } from "../emit/module.ts";
import { f32x4, i32, i32x4, store, v128 } from "../emit/ops.ts";
import { codeKey, type Emitted } from "./emitted.ts";
import { Expression, type Mode, type Shift, viewsOf } from "./expression.ts";
import { ReduceLoops } from "./reduce-loops.ts";

/** Neighboring results that one thread takes at least: a cache line of floats, so that threads write to none together. */
const GRAIN = 16;

/**
 * Reductions. Where the last axis is kept, neighboring results share vectors and the reduced loops run inside;
 * where it is reduced, neighboring operands share vectors, whose lanes are joined at the end.
 */
export function emitReduce(module: ModuleBuilder, kernel: ReduceKernel, alongFirst: boolean): Emitted {
  const loads = viewsOf(kernel.terms);
  const results = kernel.results.map(({ view }) => view);
  const plan = new ReduceLoops(kernel, alongFirst);
  const emit = () =>
    module.function(
      ["i32", "i32", ...[...loads, ...results].map(() => "i32" as const)],
      (f, from, to, ...addresses) => {
        new Reducer(f, kernel, plan, addresses, from, to, module.relaxed).emit();
      },
    );
  return {
    function: module.once(codeKey(kernel, `${kernel.extents} ${kernel.reduced} by ${plan.split}`), emit),
    parts: plan.split === -1 ? 1 : plan.extents[plan.split],
    grain: plan.keptLast && plan.split === plan.vectorDepth ? GRAIN : 1,
    arguments: [...loads, ...results],
    scratch: 0,
  };
}

/** The running result of one reduction in one vector: a value, and for argMax the place of the maximum. */
interface Accumulator {
  value: Local<"v128">;
  place: Local<"v128"> | undefined;
}

class Reducer {
  readonly #f: FunctionBuilder;
  readonly #kernel: ReduceKernel;
  readonly #loops: ReduceLoops;
  readonly #terms: Expression;
  readonly #targets: Local<"i32">[][];
  readonly #steps: number[][];
  readonly #from: I32;
  readonly #to: I32;
  /** Counts the reduced steps, where argMax asks for it. */
  readonly #count: Local<"i32"> | undefined;

  constructor(
    f: FunctionBuilder,
    kernel: ReduceKernel,
    loops: ReduceLoops,
    addresses: Local<"i32">[],
    from: I32,
    to: I32,
    relaxed: boolean,
  ) {
    const { terms, results } = kernel;
    const loads = viewsOf(terms).length;
    this.#f = f;
    this.#kernel = kernel;
    this.#loops = loops;
    this.#from = from;
    this.#to = to;
    this.#terms = new Expression(
      f,
      terms,
      results.map(({ term }) => term),
      loops.order,
      loops.vectorDepth,
      addresses.slice(0, loads),
      { relaxed },
    );
    this.#targets = addresses.slice(loads).map((address) => [address]);
    this.#steps = results.map(({ view }) => loops.order.map((axis) => view.strides[axis] * BYTES.float));
    this.#count = results.some(({ op }) => op === "argMax") ? f.local("i32") : undefined;
  }

  emit(): void {
    this.#terms.emit(-1, "vector", 1);
    this.#kept(0);
  }

  /** The loops over kept axes; at the innermost, the reduced loops and the results. */
  #kept(depth: number): void {
    const { kept, keptLast, vectorDepth, vectorized, copies } = this.#loops;
    if (depth === kept) {
      this.#reduceRow(depth);
      return;
    }
    if (!(keptLast && depth === vectorDepth)) {
      this.#loop(depth, 1, () => {
        this.#terms.emit(depth, "vector", 1);
        this.#kept(depth + 1);
      });
      return;
    }
    const i = this.#start(depth);
    const block = (mode: Mode, count: number) => {
      const elements = mode === "vector" ? 4 * count : 1;
      this.#f.countUp(i, i32.sub(this.#end(depth), elements - 1), elements, () => {
        this.#terms.emit(depth, mode, count);
        const accumulators = this.#begin(count);
        this.#reduced(depth + 1, mode, accumulators);
        accumulators.forEach((of, result) => {
          of.forEach((accumulator, copy) => {
            this.#write(result, depth, this.#result(result, accumulator), mode, 16 * copy);
          });
        });
        this.#advance(depth, elements);
      });
    };
    if (vectorized && copies > 1) block("vector", copies);
    if (vectorized) block("vector", 1);
    block("lane", 1);
  }

  /** The reduced loops around vectors of neighboring results. */
  #reduced(depth: number, mode: Mode, accumulators: Accumulator[][]): void {
    const { extents, unrolled } = this.#loops;
    const copies = accumulators[0].length;
    if (unrolled) {
      taps(extents.slice(depth)).forEach((shift, count) => {
        this.#terms.emit(depth, mode, copies, extents.length - 1, shift);
        this.#accumulate(accumulators, i32.const(count));
      });
      return;
    }
    if (depth < extents.length) {
      this.#loop(depth, 1, () => {
        this.#terms.emit(depth, mode, copies);
        this.#reduced(depth + 1, mode, accumulators);
      });
      return;
    }
    this.#accumulate(accumulators, this.#count);
    if (this.#count !== undefined) this.#f.step(this.#count, 1);
  }

  /** One result from a row whose last axis is reduced: vectors, then the elements that are left, then their join. */
  #reduceRow(depth: number): void {
    const { vectorized, copies } = this.#loops;
    const vectors = vectorized ? this.#begin(copies) : undefined;
    const single = this.#begin(1);
    this.#rowLoops(depth, vectors, single);
    this.#kernel.results.forEach(({ op }, result) => {
      const lane = this.#result(result, single[result][0]);
      const parts = vectors?.[result].map(({ value }) => value as V128) ?? [];
      const scalar = parts.length === 0 ? lane : this.#f.let(joinLanes(this.#f, op, parts, lane));
      this.#write(result, depth - 1, scalar, "lane", 0);
    });
  }

  #rowLoops(depth: number, vectors: Accumulator[][] | undefined, single: Accumulator[][]): void {
    const last = this.#loops.extents.length - 1;
    if (last < this.#loops.kept) {
      // Nothing is reduced: the row is one element.
      this.#accumulate(single, this.#count);
      return;
    }
    if (depth < last) {
      this.#loop(depth, 1, () => {
        this.#terms.emit(depth, "vector", 1);
        this.#rowLoops(depth + 1, vectors, single);
      });
      return;
    }
    const i = this.#start(depth);
    const block = (mode: Mode, into: Accumulator[][]) => {
      const count = into[0].length;
      const elements = mode === "vector" ? 4 * count : 1;
      this.#f.countUp(i, i32.sub(this.#end(depth), elements - 1), elements, () => {
        this.#terms.emit(depth, mode, count);
        this.#accumulate(into, this.#count);
        if (this.#count !== undefined) this.#f.step(this.#count, 1);
        this.#advance(depth, elements);
      });
    };
    if (vectors !== undefined) {
      block("vector", vectors);
      if (vectors[0].length > 1) {
        block(
          "vector",
          vectors.map(([first]) => [first]),
        );
      }
    }
    block("lane", single);
  }

  #begin(copies: number): Accumulator[][] {
    if (this.#count !== undefined) this.#f.set(this.#count, i32.const(0));
    return this.#kernel.results.map(({ op }) =>
      Array.from({ length: copies }, () => ({
        value: this.#f.let(f32x4.const(op === "sum" ? 0 : -Infinity)),
        place: op === "argMax" ? this.#f.let(f32x4.const(0)) : undefined,
      })),
    );
  }

  #accumulate(accumulators: Accumulator[][], count: I32 | undefined): void {
    const f = this.#f;
    this.#kernel.results.forEach(({ op, term }, result) => {
      accumulators[result].forEach(({ value, place }, copy) => {
        const x = this.#terms.value(term, copy);
        if (op === "sum") f.set(value, f32x4.add(value, x));
        else if (op === "max") f.set(value, f32x4.max(value, x));
        else {
          const larger = f.let(f32x4.gt(x, value));
          f.set(value, v128.bitselect(x, value, larger));
          f.set(
            place as Local<"v128">,
            v128.bitselect(f32x4.fromI32(i32x4.splat(count as I32)), place as V128, larger),
          );
        }
      });
    });
  }

  #result(result: number, { value, place }: Accumulator): V128 {
    return this.#kernel.results[result].op === "argMax" ? (place as V128) : value;
  }

  #write(result: number, depth: number, value: V128, mode: Mode, offset: number): void {
    const pointer = this.#targets[result][depth + 1];
    this.#f.push(mode === "vector" ? store.v128(pointer, value, offset) : store.lane(pointer, value, offset));
  }

  #loop(depth: number, by: number, body: () => void): void {
    const i = this.#start(depth);
    this.#f.countUp(i, this.#end(depth), by, () => {
      body();
      this.#advance(depth, by);
    });
  }

  #start(depth: number): Local<"i32"> {
    const from = depth === this.#loops.split ? this.#from : undefined;
    this.#terms.enter(depth, from);
    this.#targets.forEach((pointers, result) => {
      const step = this.#steps[result][depth];
      const outer = pointers[depth];
      pointers[depth + 1] =
        step === 0 ? outer : this.#f.let(from === undefined ? outer : i32.add(outer, i32.mul(from, step)));
    });
    return this.#f.let(from ?? i32.const(0));
  }

  #end(depth: number): I32 {
    return depth === this.#loops.split ? this.#to : i32.const(this.#loops.extents[depth]);
  }

  #advance(depth: number, elements: number): void {
    this.#terms.advance(depth, elements);
    this.#targets.forEach((pointers, result) => {
      const step = this.#steps[result][depth];
      if (step !== 0) this.#f.step(pointers[depth + 1], step * elements);
    });
  }
}

/** Every index of some loops, in order. */
function taps(extents: readonly number[]): Shift[] {
  return extents.reduce<number[][]>(
    (all, extent) => all.flatMap((shift) => Array.from({ length: extent }, (_, i) => [...shift, i])),
    [[]],
  );
}

/** All lanes of several vectors, and the lowest lane of one more, as one number: always in the same order. */
function joinLanes(f: FunctionBuilder, op: Reduction, vectors: readonly V128[], lane: V128): V128 {
  const two = (a: V128, b: V128) => f.let(op === "sum" ? f32x4.add(a, b) : f32x4.max(a, b));
  const one = vectors.reduce(two);
  const halves = two(one, f.let(v128.shuffle32(one, one, [2, 3, 0, 1])));
  const whole = two(halves, f.let(v128.shuffle32(halves, halves, [1, 0, 3, 2])));
  return two(whole, lane);
}
