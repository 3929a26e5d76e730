import { once } from "../../../once.ts";
import { type Bytes, bytes, encoded, type I32, TYPE_CODES, unsigned, type Value, type ValueType } from "./code.ts";
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
  #body: Bytes = "";

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
    this.push(`${value.code}\x21${unsigned(variable.index)}`);
  }

  /** Adds to an integer local. */
  step(variable: Local<"i32">, by: I32 | number): void {
    if (by !== 0) this.set(variable, i32.add(variable, by));
  }

  push(statement: Bytes): void {
    this.#body += statement;
  }

  /** Evaluates and forgets. */
  drop(value: Value): void {
    this.push(`${value.code}\x1a`);
  }

  call(target: FunctionRef, args: readonly Value[]): void {
    this.push(`${args.map((arg) => arg.code).join("")}\x10${unsigned(target.index)}`);
  }

  if(condition: I32, then: () => void, otherwise?: () => void): void {
    const yes = this.#block(then);
    const no = otherwise === undefined ? "" : `\x05${this.#block(otherwise)}`;
    this.push(`${condition.code}\x04\x40${yes}${no}\x0b`);
  }

  /**
   * Repeats while the condition, tested first, holds. The form is `loop { if (condition) { body; continue } }`: from this
   * one engines make the tightest code; a test that leaves a block, or one at the end, made matrix products half as fast.
   */
  while(condition: () => I32, body: () => void): void {
    const inside = this.#block(() => {
      body();
      this.push("\x0c\x01");
    });
    this.push(`\x03\x40${condition().code}\x04\x40${inside}\x0b\x0b`);
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
    this.push("\x0f");
  }

  encode(): Bytes {
    const locals = this.#locals.map((type) => `\x01${TYPE_CODES[type]}`);
    return sized(`${vector(locals)}${this.#body}\x0b`);
  }

  #block(body: () => void): Bytes {
    const outer = this.#body;
    this.#body = "";
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
    const types = this.#functions.map(
      ({ parameterTypes }) => `\x60${vector(parameterTypes.map((type) => TYPE_CODES[type]))}\x00`,
    );
    const limits = `${memory.shared ? "\x03" : "\x01"}${unsigned(memory.initial)}${unsigned(memory.maximum)}`;
    const sections = [
      section(1, types),
      section(2, [`${sized("env")}${sized("memory")}\x02${limits}`]),
      section(
        3,
        this.#functions.map((_, i) => unsigned(i)),
      ),
      section(
        7,
        this.#exports.map(({ name, index }) => `${sized(name)}\x00${unsigned(index)}`),
      ),
      section(
        10,
        this.#functions.map((builder) => builder.encode()),
      ),
    ];
    return encoded(`\x00asm\x01\x00\x00\x00${sections.join("")}`);
  }
}

function local<T extends ValueType>(type: T, index: number): Local<T> {
  return { type, index, code: `\x20${unsigned(index)}` };
}

function section(id: number, items: readonly Bytes[]): Bytes {
  return bytes(id) + sized(vector(items));
}

function vector(items: readonly Bytes[]): Bytes {
  return unsigned(items.length) + items.join("");
}

/** After its length. */
function sized(content: Bytes): Bytes {
  return unsigned(content.length) + content;
}
