import { withFunctions } from "./kernels/functions.ts";
import { argument, type Room, type Shader } from "./shader.ts";

interface Main {
  /** Threads of a workgroup. */
  readonly threads: number;
  /** Statements: `group` is the number of the workgroup, `thread` that of the thread within it, `argument(i)` what is given. */
  readonly body: string;
  /** What stands before the entry point: variables that a workgroup shares, functions. */
  readonly before?: string;
}

/**
 * A module. Memory is words (`u32`): what is a float is `bitcast<f32>(memory[i])`, since a compiler may assume of floats that
 * they are finite. `vec4` in `words` declares that room as `array<vec4<u32>>`, for loads of four neighbors.
 */
export function moduleOf(
  { threads, body, before = "" }: Main,
  count: number,
  words: Partial<Record<Room, "u32" | "vec4<u32>">> = {},
): Pick<Shader, "code" | "joint" | "count"> {
  const type = (room: Room) => `array<${words[room] ?? "u32"}>`;
  const text = (
    uniforms: number,
    begin: string,
  ) => `@group(0) @binding(0) var<storage, read_write> memory: ${type("memory")};
@group(0) @binding(1) var<storage, read> feeds: ${type("feeds")};
@group(0) @binding(2) var<storage, read_write> results: ${type("results")};
@group(0) @binding(3) var<uniform> uniforms: array<vec4<u32>, ${uniforms}>;
fn infinity() -> f32 { return bitcast<f32>(uniforms[0].x); }
fn notANumber() -> f32 { return bitcast<f32>(uniforms[0].y); }
${withFunctions(`${before}
@compute @workgroup_size(${threads})
fn main(@builtin(workgroup_id) at: vec3<u32>, @builtin(num_workgroups) grid: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
${begin}
${body}
}`)}`;
  const given = (from: (four: number) => string) =>
    Array.from({ length: count }, (_, i) => `  let ${argument(i)} = uniforms[${from(i >> 2)}].${"xyzw"[i & 3]};`).join(
      "\n",
    );
  const own = Math.ceil(count / 4);
  return {
    code: text(1 + own, `  let group = at.y * grid.x + at.x;\n${given((four) => `${1 + four}`)}`),
    joint: (members) =>
      text(1 + members / 4 + members * own, `${memberCode(members, own)}\n${given((four) => `own + ${four}u`)}`),
    count,
  };
}

/** Finds the member that a workgroup is of: the last one whose first group is not behind it. */
function memberCode(members: number, own: number): string {
  const first = (member: string) => `uniforms[1u + (${member} >> 2u)][${member} & 3u]`;
  return `  let number = at.y * grid.x + at.x;
  var member = 0u;
  for (var half = ${members / 2}u; half > 0u; half >>= 1u) {
    if (number >= ${first("(member + half)")}) { member += half; }
  }
  let group = number - ${first("member")};
  let own = ${1 + members / 4}u + member * ${own}u;`;
}
