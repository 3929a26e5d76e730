import { roomOf } from "../shader.ts";
import { place } from "./place.ts";
import type { ProductOperand } from "./product-operand.ts";
import type { Read } from "./read-of.ts";

interface Slab {
  /** Begins the names of its variables. */
  readonly name: string;
  readonly operand: ProductOperand;
  /** Extents of lines and of k. */
  readonly lines: readonly number[];
  readonly inner: readonly number[];
  /** Lines of a tile, and how much of k lies in workgroup memory at a time. */
  readonly tile: number;
  readonly depth: number;
  readonly threads: number;
  /** Where the slab begins in `tile`. */
  readonly at: number;
  readonly read: Read;
  /** Whether its room is declared as fours. */
  readonly fours: boolean;
  /** Whether k may end within a slab. */
  readonly checked: boolean;
}

/** One more than there are fours of lines: neighbors along k, written by neighboring threads, lie in different banks. */
export function pitchOf(lines: number): number {
  return lines / 4 + 1;
}

/** One quarter of a warp writes fours to workgroup memory at once: eight. */
const AT_ONCE = 8;

/**
 * Brings `depth` steps of k of a tile's lines to workgroup memory: [k][lines / 4], each element four lines. What is loaded
 * waits in registers, so that it is on its way while the slab before is multiplied.
 */
export function slabCode(slab: Slab): { prepare: string; load: string; store: string } {
  const { name, operand, inner, tile, depth, threads, at, read, checked } = slab;
  const fours = tile / 4;
  const steps = read === "inner" ? 4 : 1;
  const units = (fours * depth) / steps;
  const slots = range(Math.ceil(units / threads));
  const unit = unitOf(slab);
  const only = units < threads ? `if (thread < ${units}u) ` : "";
  const values = (i: number) => range(steps).map((j) => `${name}${i * steps + j}`);

  const prepare = slots.map((i) => {
    const line = `${name}First + ${unit(i).four} * 4u`;
    const one = (l: number) => linePlace(slab, `${line} + ${l}u`, 1);
    const places = read === "lines" ? linePlace(slab, line, 4) : `vec4<u32>(${range(4).map(one).join(", ")})`;
    return `let ${name}Line${i} = ${places};\n  ${values(i)
      .map((value) => `var ${value} = vec4<f32>();`)
      .join(" ")}`;
  });
  const load = slots.map((i) => {
    const reads = readCode(slab, `(${name}Line${i} + ${place(`${name}K`, inner, operand.inner)})`, values(i));
    const step = `let ${name}K = k + ${unit(i).step};`;
    if (!checked) return `{ ${step} ${reads} }`;
    const zeros = values(i).map((value) => `${value} = vec4<f32>();`);
    return `{ ${step} if (${name}K < end) { ${reads} } else { ${zeros.join(" ")} } }`;
  });
  const store = slots.flatMap((i) =>
    values(i).map((value, j) => {
      const step = j === 0 ? unit(i).step : `(${unit(i).step} + ${j}u)`;
      return `tile[${at}u + ${step} * ${pitchOf(tile)}u + ${unit(i).four}] = ${value};`;
    }),
  );
  return {
    prepare: prepare.join("\n  "),
    load: `${only}{ ${load.join("\n      ")} }`,
    store: `${only}{ ${store.join(" ")} }`,
  };
}

/** Which four lines and which step of k a thread brings as its i-th. Neighboring threads read neighbors in memory. */
function unitOf({ operand, tile, depth, threads, read }: Slab) {
  const fours = tile / 4;
  const behind = (i: number, of: number) => (i === 0 ? "" : ` + ${(i * threads) / of}u`);
  if (read === "lines" || (read === "words" && operand.lines.at(-1) === 1))
    return (i: number) => ({ four: `thread % ${fours}u`, step: `(thread / ${fours}u${behind(i, fours)})` });
  if (read === "words")
    return (i: number) => ({ four: `(thread / ${depth}u${behind(i, depth)})`, step: `thread % ${depth}u` });
  // Four lines of four steps: blocks of eight such squares along the lines, then along k.
  const [wide, deep] = [Math.min(AT_ONCE, fours), depth / 4];
  return (i: number) => {
    const at = i === 0 ? "thread" : `(thread + ${i * threads}u)`;
    return {
      four: `(${at} % ${wide}u + ${at} / ${wide * deep}u * ${wide}u)`,
      step: `${at} / ${wide}u % ${deep}u * 4u`,
    };
  };
}

/** Lines past the last one read it instead: what they give is not stored. */
function linePlace({ name, operand, lines, tile }: Slab, line: string, by: 1 | 4): string {
  const count = lines.reduce((product, extent) => product * extent, 1);
  const last = Math.floor((count - 1) / by) * by;
  const inside = count % tile === 0 ? `(${line})` : `min(${line}, ${last}u)`;
  return `${name}Base + ${place(inside, lines, operand.lines)}`;
}

/** Reads what the variables of a unit hold: four lines each. */
function readCode({ operand, read, fours }: Slab, at: string, into: readonly string[]): string {
  const room = roomOf(operand.view);
  const four = (place: string) => `bitcast<vec4<f32>>(${room}[${place} >> 2u])`;
  if (read === "lines") return `${into[0]} = ${four(at)};`;
  const place = (i: number) => `at[${i}]`;
  if (read === "inner") {
    const square = `mat4x4<f32>(${range(4)
      .map((i) => four(place(i)))
      .join(", ")})`;
    return `let at = ${at}; let square = transpose(${square}); ${into.map((value, i) => `${value} = square[${i}];`).join(" ")}`;
  }
  const one = (i: number) => (fours ? `${room}[${place(i)} >> 2u][${place(i)} & 3u]` : `${room}[${place(i)}]`);
  return `let at = ${at}; ${into[0]} = bitcast<vec4<f32>>(vec4<u32>(${range(4).map(one).join(", ")}));`;
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}
