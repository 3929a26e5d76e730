import { BYTES } from "../../../graph/primitives.ts";
import type { Term, View } from "../../../plan/kernel.ts";
import type { I32, V128 } from "../emit/code.ts";
import type { FunctionBuilder, Local, ModuleBuilder } from "../emit/module.ts";
import { f32x4, i32, i32x4, v128 } from "../emit/ops.ts";
import { instructions } from "./instructions.ts";
import { jointWalks } from "./joint-walks.ts";
import { loadRow, loadVector } from "./loads.ts";
import { transposed } from "./microkernel.ts";

/** Four neighbors along the vector axis at once, or one element in the lowest lane. */
export type Mode = "vector" | "lane";

/** Walks a view: a pointer for each loop depth, moved by the loops. */
interface Walker {
  /** Bytes to the next element along each loop depth. */
  steps: readonly number[];
  /** The pointer in force at each depth; depth d lies at d + 1, the start at 0. */
  pointers: Local<"i32">[];
  /** Of a walk beside another one, whose pointers these are: how many bytes behind it. */
  behind: number;
}

/** A row of a table that is picked by its number. */
interface Row {
  /** All bits set if there is such a row. */
  mask: Local<"v128">;
  /** In bytes; that of row 0 if there is none. */
  offset: Local<"i32">;
}

/** How far an unrolled copy of the innermost loops stands from the pointers: a count for each depth. */
export type Shift = readonly number[];

/**
 * The terms of a kernel as code. A term is computed at the outermost loop depth at which it is known, in all four lanes,
 * so that what does not change in a loop is not computed in it.
 */
export class Expression {
  readonly #f: FunctionBuilder;
  readonly #terms: readonly Term[];
  readonly #relaxed: boolean;
  readonly #depths: number[] = [];
  readonly #varies: boolean[] = [];
  readonly #walkers: (Walker | undefined)[];
  readonly #rowWalkers: (Walker | undefined)[];
  /** Both. */
  readonly #all: readonly Walker[];
  /** For loads of picked rows that are the same for a whole vector. */
  readonly #rows: (Row | undefined)[] = [];
  readonly #values: Local<"v128">[][] = [];
  readonly #vectorDepth: number;
  readonly #asNumber: boolean[];
  readonly #asCondition: boolean[];
  /** Products that are not computed separately: the one sum that reads each multiplies and adds in one instruction. */
  readonly #absorbed: ReadonlySet<number>;
  /** For terms that `where` asks: all bits set where they are not zero. */
  readonly #masks: Local<"v128">[][] = [];

  /**
   * @param order the axes in the order of the loops, outermost first
   * @param vectorDepth the depth of the loop whose neighbors share a vector
   * @param pointers the addresses of the loads' views, in the order of `pointersOf`
   * @param module what it is made for: with `bySample`, each product is rounded by itself; otherwise the sum that reads one in the
   * same loop may take it in, which depends on the loops that there are
   * @param unrolled whether the vector loop is written out: what varies along it alone is known outside of all loops
   */
  constructor(
    f: FunctionBuilder,
    terms: readonly Term[],
    results: readonly number[],
    order: readonly number[],
    vectorDepth: number,
    pointers: readonly Local<"i32">[],
    { relaxed, bySample }: ModuleBuilder,
    unrolled = false,
  ) {
    this.#f = f;
    this.#terms = terms;
    this.#relaxed = relaxed;
    this.#vectorDepth = vectorDepth;
    this.#asNumber = usedAsNumber(terms, results);
    this.#asCondition = terms.map(() => false);
    for (const term of terms) if (term.op === "where") this.#asCondition[term.args[0]] = true;
    const given = [...pointers];
    this.#walkers = [];
    this.#rowWalkers = [];
    const walker = (strides: readonly number[], bytes: number, start: Local<"i32">): Walker => ({
      steps: order.map((axis) => (strides[axis] ?? 0) * bytes),
      pointers: [start],
      behind: 0,
    });
    const joint = jointWalks(terms);
    terms.forEach((term, i) => {
      let depth = -1;
      let varies = false;
      const note = (steps: readonly number[]) => {
        depth = Math.max(
          depth,
          steps.findLastIndex((step, at) => step !== 0 && !(unrolled && at === vectorDepth)),
        );
        varies ||= steps[vectorDepth] !== 0;
      };
      if (term.op === "load") {
        const { view } = term;
        const own = walker(view.strides, BYTES[view.buffer.storage], given.shift() as Local<"i32">);
        this.#walkers[i] = own;
        note(own.steps);
        if (view.rows !== undefined) {
          const { indices } = view.rows;
          const rows = walker(indices.strides, BYTES[indices.buffer.storage], given.shift() as Local<"i32">);
          this.#rowWalkers[i] = rows;
          note(rows.steps);
        }
      } else if (term.op === "index") {
        const start = f.let(i32.const(term.offset));
        const own = walker(term.strides, 1, start);
        this.#walkers[i] = own;
        note(own.steps);
      } else if (term.op !== "constant")
        for (const arg of term.args) {
          depth = Math.max(depth, this.#depths[arg]);
          varies ||= this.#varies[arg];
        }
      this.#depths[i] = depth;
      this.#varies[i] = varies;
    });
    const own = this.#walkers.filter((_, i) => joint[i] === undefined);
    this.#all = [...own, ...this.#rowWalkers].filter((walker) => walker !== undefined);
    joint.forEach((walk, i) => {
      if (walk === undefined) return;
      const { steps, pointers } = this.#walkers[walk.beside] as Walker;
      this.#walkers[i] = { steps, pointers, behind: walk.bytes };
    });
    this.#absorbed = relaxed && !bySample ? this.#absorbable(results) : new Set();
  }

  /** Products that are read once, by a sum in the same loop. */
  #absorbable(results: readonly number[]): Set<number> {
    const reads = new Map<number, number>(results.map((result) => [result, 2]));
    const argsOf = (term: Term) => ("args" in term ? term.args : []);
    for (const arg of this.#terms.flatMap(argsOf)) reads.set(arg, (reads.get(arg) ?? 0) + 1);
    const absorbed = new Set<number>();
    this.#terms.forEach((term, i) => {
      if (term.op !== "add" && term.op !== "sub") return;
      const among = term.op === "add" ? term.args : term.args.slice(1);
      const product = among.find(
        (arg) => this.#terms[arg].op === "mul" && reads.get(arg) === 1 && this.#depths[arg] === this.#depths[i],
      );
      if (product !== undefined) absorbed.add(product);
    });
    return absorbed;
  }

  /** Copies the pointers for the loop at `depth`, which begins at `from`. */
  enter(depth: number, from?: I32): void {
    for (const { pointers, steps } of this.#all) {
      const outer = pointers[depth];
      pointers[depth + 1] =
        steps[depth] === 0
          ? outer
          : this.#f.let(from === undefined ? outer : i32.add(outer, i32.mul(from, steps[depth])));
    }
  }

  /** Moves the pointers of the loop at `depth` by some elements. */
  advance(depth: number, elements: number): void {
    for (const { pointers, steps } of this.#all)
      if (steps[depth] !== 0) this.#f.step(pointers[depth + 1], steps[depth] * elements);
  }

  /**
   * Computes the terms that become known at `depth` (or at depths from it to `to`), once for each of `copies` vectors
   * side by side. `shift` counts elements beyond the pointers, for loops that are unrolled.
   */
  emit(depth: number, mode: Mode, copies: number, to = depth, shift: Shift = []): void {
    const at = this.#pointerDepth(to, shift);
    const known: number[] = [];
    for (let i = 0; i < this.#terms.length; i++)
      if (this.#depths[i] >= depth && this.#depths[i] <= to && !this.#absorbed.has(i)) known.push(i);
    for (let copy = 0; copy < copies; copy++)
      for (const i of known) {
        if (copy > 0 && !this.#varies[i]) continue;
        if (copy === 0) {
          this.#values[i] = [];
          this.#masks[i] = [];
          this.#rows[i] = this.#rowWalkers[i] && this.#row(i, 0, at, shift);
        }
        this.#values[i].push(this.#compute(i, mode, copy, at, shift));
        if (this.#asCondition[i]) this.#masks[i].push(this.#maskOf(i, copy));
      }
  }

  /** The value of a term for one of the vectors side by side. */
  value(term: number, copy: number): Local<"v128"> {
    return this.#values[term][this.#varies[term] ? copy : 0];
  }

  /** With unrolled loops the pointers are those of the loop around them. */
  #pointerDepth(to: number, shift: Shift): number {
    return shift.length === 0 ? to : to - shift.length;
  }

  /** The address of a walker's element, and the constant to add to it. */
  #address({ pointers, steps, behind }: Walker, at: number, shift: Shift): { pointer: Local<"i32">; offset: number } {
    const first = at + 1;
    const offset = shift.reduce((sum, count, i) => sum + count * steps[first + i], behind);
    return { pointer: pointers[at + 1], offset };
  }

  /** The picked row, from its number in memory, of an element that lies `along` the vector axis. */
  #row(i: number, along: number, at: number, shift: Shift): Row {
    const { view } = this.#terms[i] as { view: View };
    const rows = view.rows as NonNullable<View["rows"]>;
    const walker = this.#rowWalkers[i] as Walker;
    const { pointer, offset } = this.#address(walker, at, shift);
    const place = offset + along * (walker.steps[this.#vectorDepth] ?? 0);
    const number = loadRow(this.#f, rows.indices.buffer.storage, pointer, place, rows.count);
    const isRow = i32.ltU(number, rows.count);
    return {
      mask: this.#f.let(i32x4.splat(i32.sub(0, isRow))),
      offset: this.#f.let(i32.mul(i32.mul(number, isRow), rows.stride * BYTES[view.buffer.storage])),
    };
  }

  #compute(i: number, mode: Mode, copy: number, at: number, shift: Shift): Local<"v128"> {
    const f = this.#f;
    const term = this.#terms[i];
    if (term.op === "constant") return f.let(f32x4.const(term.value));
    const walker = this.#walkers[i];
    if (term.op === "index") {
      const { pointer, offset } = this.#address(walker as Walker, at, shift);
      const { steps } = walker as Walker;
      const step = steps[this.#vectorDepth] ?? 0;
      const places = [0, 1, 2, 3].map((lane) => offset + (4 * copy + (mode === "vector" ? lane : 0)) * step);
      // Along loops that are written out alone these are numbers.
      if (steps.every((step, depth) => step === 0 || depth > at))
        return f.let(v128.constant(Float32Array.from(places, (place) => term.offset + place)));
      const [from, ...others] = places;
      const first = i32x4.splat(i32.add(pointer, from));
      const lanes =
        others[0] === from ? first : i32x4.add(first, i32x4.const(0, ...others.map((place) => place - from)));
      return f.let(f32x4.fromI32(lanes));
    }
    if (term.op === "load") return this.#load(i, term.view, mode, copy, at, shift);
    const product = term.args.find((arg) => this.#absorbed.has(arg));
    if (product !== undefined) return f.let(this.#multiplyAdd(term as Term & { op: "add" | "sub" }, product, copy));
    const args = term.args.map((arg) => this.value(arg, copy));
    if (term.op === "where") return f.let(this.#where(term.args, args, this.#mask(term.args[0], copy)));
    if (term.op === "less" || term.op === "equal") {
      const mask = f.let(term.op === "less" ? f32x4.lt(args[0], args[1]) : f32x4.eq(args[0], args[1]));
      return this.#asNumber[i] ? f.let(v128.and(mask, f32x4.const(1))) : mask;
    }
    const last = this.#terms[term.args.at(-1) as number];
    const numberLast = last.op === "constant" && !Number.isNaN(last.value);
    return f.let(instructions[term.op](f, args[0], args[1], numberLast));
  }

  /** Four neighbors along the vector axis, one by one where they are none in memory; or one number in all lanes. */
  #load(
    i: number,
    { buffer: { storage }, rows }: View,
    mode: Mode,
    copy: number,
    at: number,
    shift: Shift,
  ): Local<"v128"> {
    const f = this.#f;
    const walker = this.#walkers[i] as Walker;
    const step = walker.steps[this.#vectorDepth] ?? 0;
    const { pointer, offset } = this.#address(walker, at, shift);
    const load = (four: boolean, along: number, row = this.#rows[i]) => {
      const address = row === undefined ? pointer : i32.add(pointer, row.offset);
      const numbers = f.let(loadVector(storage, four, address, offset + along * step));
      return row === undefined ? numbers : f.let(v128.bitselect(numbers, f32x4.const(Number.NaN), row.mask));
    };
    if (rows?.count === 0) return f.let(f32x4.const(Number.NaN));
    const rowsDiffer = (this.#rowWalkers[i]?.steps[this.#vectorDepth] ?? 0) !== 0;
    const neighbors = mode === "vector" && step !== 0;
    if (!rowsDiffer && (!neighbors || step === BYTES[storage])) return load(neighbors, 4 * copy);
    if (mode === "lane") return load(false, 0);
    const lanes = [0, 1, 2, 3].map((lane) => {
      const along = 4 * copy + lane;
      return load(false, along, rowsDiffer ? this.#row(i, along, at, shift) : this.#rows[i]);
    });
    return f.let(transposed(f, lanes)[0]);
  }

  /** `a` where the mask is set, else `b`; a mask has all bits of a lane set or none. */
  select(a: V128, b: V128, mask: V128): V128 {
    return this.#relaxed ? i32x4.relaxedSelect(a, b, mask) : v128.bitselect(a, b, mask);
  }

  /** The same for the terms of a `where`: what is chosen besides +0 is masked. */
  #where([, first, second]: readonly number[], [, a, b]: readonly V128[], mask: V128): V128 {
    const isZero = (term: Term) => term.op === "constant" && Object.is(term.value, 0);
    if (isZero(this.#terms[second])) return v128.and(a, mask);
    return isZero(this.#terms[first]) ? v128.andnot(b, mask) : this.select(a, b, mask);
  }

  /** a · b + c, or c − a · b */
  #multiplyAdd({ op, args }: { op: "add" | "sub"; args: readonly number[] }, product: number, copy: number): V128 {
    const [a, b] = (this.#terms[product] as { args: readonly number[] }).args.map((arg) => this.value(arg, copy));
    const c = this.value(args.find((arg) => arg !== product) as number, copy);
    return op === "add" ? f32x4.relaxedMadd(a, b, c) : f32x4.relaxedNmadd(a, b, c);
  }

  #mask(condition: number, copy: number): Local<"v128"> {
    return this.#masks[condition][this.#varies[condition] ? copy : 0];
  }

  /** All bits set where a condition is not zero. */
  #maskOf(condition: number, copy: number): Local<"v128"> {
    const { op } = this.#terms[condition];
    const value = this.value(condition, copy);
    const isMask = (op === "less" || op === "equal") && !this.#asNumber[condition];
    return isMask ? value : this.#f.let(f32x4.ne(value, f32x4.const(0)));
  }
}

/** The views that a kernel's terms walk, each with the one that picks its rows. */
export function viewsOf(terms: readonly Term[]): View[] {
  return terms.flatMap((term) => {
    if (term.op !== "load") return [];
    return term.view.rows === undefined ? [term.view] : [term.view, term.view.rows.indices];
  });
}

/** A comparison stays a mask unless something besides `where` conditions reads it. */
function usedAsNumber(terms: readonly Term[], results: readonly number[]): boolean[] {
  const used = terms.map((_, i) => results.includes(i));
  for (const term of terms)
    if ("args" in term)
      term.args.forEach((arg, place) => {
        if (term.op !== "where" || place !== 0) used[arg] = true;
      });
  return used;
}
