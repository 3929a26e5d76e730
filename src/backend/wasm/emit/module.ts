import { once } from "../../../once.ts";
import { type Bytes, flatten, type I32, TYPE_CODES, unsigned, type Value, type ValueType } from "./code.ts";
import { i32 } from "./ops.ts";

type ValuesOf<T extends readonly ValueType[]> = { [K in keyof T]: Local<T[K]> };

/** A local variable: read it as a value, write it with `set`. */
export interface Local<T extends ValueType = ValueType> extends Value<T> {
  readonly index: number;
}

/** One function under construction: locals, statements, loops. */
export class FunctionBuilder {
  readonly parameterTypes: readonly ValueType[];
  readonly #locals: ValueType[] = [];
  #body: Bytes[] = [];

  constructor(parameterTypes: readonly ValueType[]) {
    this.parameterTypes = parameterTypes;
  }

  /** A new local, zero at first. */
  local<T extends ValueType>(type: T): Local<T> {
    this.#locals.push(type);
    return local(type, this.parameterTypes.length + this.#locals.length - 1);
  }

  /** A new local that holds a value. */
  let<T extends ValueType>(initial: Value<T>): Local<T> {
    const variable = this.local(initial.type);
    this.set(variable, initial);
    return variable;
  }

  set<T extends ValueType>(variable: Local<T>, value: Value<T>): void {
    this.push([value.code, 0x21, unsigned(variable.index)]);
  }

  /** Adds to an integer local. */
  step(variable: Local<"i32">, by: I32 | number): void {
    if (by !== 0) this.set(variable, i32.add(variable, by));
  }

  push(statement: Bytes): void {
    this.#body.push(statement);
  }

  /** Evaluates and forgets. */
  drop(value: Value): void {
    this.push([value.code, 0x1a]);
  }

  call(target: FunctionRef, args: readonly Value[]): void {
    this.push([args.map((arg) => arg.code), 0x10, unsigned(target.index)]);
  }

  if(condition: I32, then: () => void, otherwise?: () => void): void {
    const yes = this.#block(then);
    const no = otherwise === undefined ? [] : [0x05, this.#block(otherwise)];
    this.push([condition.code, 0x04, 0x40, yes, no, 0x0b]);
  }

  /**
   * Repeats while the condition, tested first, holds. The form is `loop { if (condition) { body; continue } }`: from this
   * one engines make the tightest code; a test that leaves a block, or one at the end, made matrix products half as fast.
   */
  while(condition: () => I32, body: () => void): void {
    const inside = this.#block(() => {
      body();
      this.push([0x0c, 1]);
    });
    this.push([0x03, 0x40, condition().code, 0x04, 0x40, inside, 0x0b, 0x0b]);
  }

  /** Counts `variable` from where it stands up to `end` in steps; the body runs while variable < end. */
  countUp(variable: Local<"i32">, end: I32 | number, by: number, body: () => void): void {
    this.while(
      () => i32.ltS(variable, end),
      () => {
        body();
        this.step(variable, by);
      },
    );
  }

  return(): void {
    this.push([0x0f]);
  }

  encode(): Bytes {
    const body = flatten([
      unsigned(this.#locals.length),
      this.#locals.map((type) => [1, TYPE_CODES[type]]),
      this.#body,
      0x0b,
    ]);
    return [unsigned(body.length), body];
  }

  #block(body: () => void): Bytes {
    const outer = this.#body;
    this.#body = [];
    body();
    const inner = this.#body;
    this.#body = outer;
    return inner;
  }
}

export interface FunctionRef {
  readonly index: number;
}

/** A module under construction: functions over one imported memory. */
export class ModuleBuilder {
  readonly #functions: FunctionBuilder[] = [];
  readonly #exports: { name: string; index: number }[] = [];
  readonly #shared = new Map<string, FunctionRef>();
  /** Whether multiply-and-add may be one instruction, rounded once. */
  readonly relaxed: boolean;

  constructor({ relaxed }: { relaxed: boolean }) {
    this.relaxed = relaxed;
  }

  /** Adds a function without results; `name` exports it. */
  function<const P extends readonly ValueType[]>(
    parameters: P,
    body: (f: FunctionBuilder, ...params: ValuesOf<P>) => void,
    name?: string,
  ): FunctionRef {
    const builder = new FunctionBuilder(parameters);
    const locals: readonly Local[] = parameters.map(local);
    body(builder, ...(locals as ValuesOf<P>));
    const index = this.#functions.push(builder) - 1;
    if (name !== undefined) this.#exports.push({ name, index });
    return { index };
  }

  /** The function under a key, made at its first use: equal kernels share their code. */
  once(key: string, make: () => FunctionRef): FunctionRef {
    return once(this.#shared, key, make);
  }

  /** The module's bytes. `memory`: limits in pages of 64 kB of the memory it imports as env.memory. */
  encode(memory: { initial: number; maximum: number; shared: boolean }): Uint8Array<ArrayBuffer> {
    const types = this.#functions.map(({ parameterTypes }) => [
      0x60,
      unsigned(parameterTypes.length),
      parameterTypes.map((type) => TYPE_CODES[type]),
      0,
    ]);
    const limits = [memory.shared ? 0x03 : 0x01, unsigned(memory.initial), unsigned(memory.maximum)];
    const sections: Bytes = [
      section(1, vector(types)),
      section(2, vector([[text("env"), text("memory"), 0x02, limits]])),
      section(3, vector(this.#functions.map((_, i) => unsigned(i)))),
      section(7, vector(this.#exports.map(({ name, index }) => [text(name), 0x00, unsigned(index)]))),
      section(10, vector(this.#functions.map((builder) => builder.encode()))),
    ];
    return flatten([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, sections]);
  }
}

function local<T extends ValueType>(type: T, index: number): Local<T> {
  return { type, index, code: [0x20, unsigned(index)] };
}

function section(id: number, content: Bytes): Bytes {
  const bytes = flatten(content);
  return [id, unsigned(bytes.length), bytes];
}

function vector(items: readonly Bytes[]): Bytes {
  return [unsigned(items.length), items];
}

function text(name: string): Bytes {
  return [unsigned(name.length), [...name].map((letter) => letter.charCodeAt(0))];
}
