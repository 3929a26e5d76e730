import * as v from "valibot";
import { damagedFile } from "./damaged-file.ts";

/** The parts that a schema names. */
export function described<T extends { entries: object }>(schema: T, parts: object): Record<keyof T["entries"], never> {
  const keys = Object.keys(schema.entries) as (keyof T["entries"])[];
  return Object.fromEntries(keys.map((key) => [key, parts[key as keyof typeof parts]])) as never;
}

/** The value, if the schema accepts it. @throws a run error that names the file and the path in its description. */
export function checked<S extends v.GenericSchema>(
  schema: S,
  value: unknown,
  expected: string,
  where: string,
): v.InferOutput<S> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue as v.BaseIssue<unknown>) ?? "";
  throw damagedFile(where, expected, path === "" ? issue.message : `${path.slice(0, 80)}: ${issue.message}`);
}
