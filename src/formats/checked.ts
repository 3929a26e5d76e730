import * as v from "valibot";
import { damagedFile } from "./damaged-file.ts";

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
