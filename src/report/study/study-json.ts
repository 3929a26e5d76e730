import type { Study } from "../../compare/study.ts";
import { expectStudy } from "./expect-study.ts";

/** By which the schema of studies is known: docs/schema/study.schema.json, "evenkeel/study.schema.json". */
const STUDY_SCHEMA = "urn:evenkeel:study:1";

/**
 * A study as JSON, which names its schema: `evenkeel/study.schema.json` (JSON Schema 2020-12). Numbers that are not finite
 * are null.
 * @returns the text.
 * @throws a usage error for what is no study.
 * @example
 * const json = studyJson(await compare({ vary: { dropout: [0, 0.5] } }));
 */
export function studyJson(study: Study): string {
  expectStudy("studyJson", study);
  return `${JSON.stringify({ $schema: STUDY_SCHEMA, ...study }, null, 2)}\n`;
}
