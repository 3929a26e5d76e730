/** The path of the part that is being traced, such as "3.residual/block/0.dense": it names nodes in errors and printouts. State, see tensor.ts. */
let current = "";

export function currentScope(): string {
  return current;
}

/** Runs `body` with `name` appended to the path. */
export function withScope<T>(name: string, body: () => T): T {
  return atScope(current === "" ? name : `${current}/${name}`, body);
}

/** Runs `body` with this path. */
export function atScope<T>(path: string, body: () => T): T {
  const outer = current;
  current = path;
  try {
    return body();
  } finally {
    current = outer;
  }
}
