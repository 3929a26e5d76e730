import { BYTES, type Reduction } from "../../../graph/primitives.ts";
import type { ReduceKernel } from "../../../plan/kernel.ts";
import type { I32, V128 } from "../emit/code.ts";
import type { FunctionBuilder, Local, ModuleBuilder } from "../emit/module.ts";
import { f32x4, i32, i32x4, store, v128 } from "../emit/ops.ts";
import { codeKey, type Emitted } from "./emitted.ts";
import { Expression, type Mode, viewsOf } from "./expression.ts";
import { ReduceLoops } from "./reduce-loops.ts";
import { stepsThrough } from "./steps-through.ts";

/** Neighboring results that one thread takes at least: a cache line of floats, so that threads write to none together. */
const GRAIN = 16;

/**
 * Reductions. Where the last axis is kept, neighboring results share vectors and the reduced loops run inside;
 * where it is reduced, neighboring operands share vectors, whose lanes are joined at the end.
 */
export function emitReduce(module: ModuleBuilder, kernel: ReduceKernel, alongFirst: boolean): Emitted {
  const loads = viewsOf(kernel.terms);
  const results = kernel.results.map(({ view }) => view);
  const plan = new ReduceLoops(kernel, { alongFirst, bySample: module.bySample });
  const emit = () =>
    module.function(
      ["i32", "i32", ...[...loads, ...results].map(() => "i32" as const)],
      (f, from, to, ...addresses) => {
        new Reducer(f, kernel, plan, addresses, from, to, module).emit();
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

/** The running result of one reduction in one vector. */
interface Accumulator {
  /** The sum, or the largest number so far: that of a maximum serves for its place too. */
  value: Local<"v128">;
  /** Of argMax: the place of the maximum. */
  place: Local<"v128"> | undefined;
  /** Of max: all bits set, which is a NaN, where an operand was one. */
  nan: Local<"v128"> | undefined;
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
  /** Counts the reduced steps, where argMax asks for it and not all of them are written out. */
  readonly #count: Local<"i32"> | undefined;

  constructor(
    f: FunctionBuilder,
    kernel: ReduceKernel,
    loops: ReduceLoops,
    addresses: Local<"i32">[],
    from: I32,
    to: I32,
    module: ModuleBuilder,
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
      module,
    );
    this.#targets = addresses.slice(loads).map((address) => [address]);
    this.#steps = results.map(({ view }) => loops.order.map((axis) => view.strides[axis] * BYTES.float));
    const counts = results.some(({ op }) => op === "argMax") && loops.unrolled !== loops.kept;
    this.#count = counts ? f.local("i32") : undefined;
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
            this.#write(result, depth, this.#result(accumulator), mode, 16 * copy);
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
    if (depth === unrolled && depth < extents.length) {
      const steps = stepsThrough(extents.slice(depth));
      steps.forEach((shift, step) => {
        this.#terms.emit(depth, mode, copies, extents.length - 1, shift);
        this.#accumulate(accumulators, this.#count === undefined ? step : i32.add(this.#count, step));
      });
      if (this.#count !== undefined) this.#f.step(this.#count, steps.length);
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
      const lane = this.#result(single[result][0]);
      const parts = vectors?.[result].map((one) => this.#result(one)) ?? [];
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
    const zeros = () => this.#f.let(f32x4.const(0));
    const all = this.#kernel.results.map(({ op }) =>
      Array.from({ length: copies }, () => ({
        value: this.#f.let(f32x4.const(op === "sum" ? 0 : -Infinity)),
        place: op === "argMax" ? zeros() : undefined,
        nan: op === "max" ? zeros() : undefined,
      })),
    );
    return all.map((of, result) => {
      const maximum = this.#sharedMaximum(result);
      return maximum === -1 ? of : of.map((own, copy) => ({ ...own, value: all[maximum][copy].value }));
    });
  }

  /** For the place of a maximum that is asked for too: the result that is this maximum, else −1. */
  #sharedMaximum(result: number): number {
    const { op, term } = this.#kernel.results[result];
    if (op !== "argMax") return -1;
    return this.#kernel.results.findIndex((other) => other.op === "max" && other.term === term);
  }

  #accumulate(accumulators: Accumulator[][], count: number | I32 | undefined): void {
    const f = this.#f;
    const each = (use: (term: number, of: Accumulator, copy: number, result: number) => void) => {
      this.#kernel.results.forEach(({ term }, result) => {
        accumulators[result].forEach((of, copy) => {
          use(term, of, copy, result);
        });
      });
    };
    const numbered = (at: number | I32) => (typeof at === "number" ? f32x4.const(at) : f32x4.fromI32(i32x4.splat(at)));
    const at = count === undefined ? undefined : f.let(numbered(count));
    // Places first: they compare with the maximum before this step.
    each((term, { value, place }, copy) => {
      if (place === undefined || at === undefined) return;
      const larger = f32x4.gt(this.#terms.value(term, copy), value);
      f.set(place, this.#terms.select(at, place, larger));
    });
    each((term, { value, place, nan }, copy, result) => {
      const x = this.#terms.value(term, copy);
      if (place === undefined && nan === undefined) f.set(value, f32x4.add(value, x));
      // pmax(value, x) = value < x ? x : value, which passes over NaNs.
      else if (this.#sharedMaximum(result) === -1) f.set(value, f32x4.pmax(value, x));
      if (nan !== undefined) f.set(nan, v128.or(nan, f32x4.ne(x, x)));
    });
  }

  #result({ value, place, nan }: Accumulator): V128 {
    if (place !== undefined) return place;
    return nan === undefined ? value : v128.or(value, nan);
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

/** All lanes of several vectors, and the lowest lane of one more, as one number: always in the same order. */
function joinLanes(f: FunctionBuilder, op: Reduction, vectors: readonly V128[], lane: V128): V128 {
  const two = (a: V128, b: V128) => f.let(op === "sum" ? f32x4.add(a, b) : f32x4.max(a, b));
  const one = vectors.reduce(two);
  const halves = two(one, f.let(v128.shuffle32(one, one, [2, 3, 0, 1])));
  const whole = two(halves, f.let(v128.shuffle32(halves, halves, [1, 0, 3, 2])));
  return two(whole, lane);
}
