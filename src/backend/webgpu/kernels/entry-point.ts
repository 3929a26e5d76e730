/**
 * The entry point `main` with `threads` threads a workgroup: in `body`, `group` is the number of the workgroup (see
 * `gridOf`), `thread` that of the thread within it.
 */
export function entryPoint(threads: number, body: string): string {
  return `@compute @workgroup_size(${threads})
fn main(@builtin(workgroup_id) at: vec3<u32>, @builtin(num_workgroups) grid: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let group = at.y * grid.x + at.x;
${body}
}`;
}
