import type { Finding } from "../finding.ts";

/** The limit of the sign that was measured by what a picture shows, known by how its words begin; nothing where none was. */
export function limitOf({ evidence }: Finding, signal: string): { threshold?: number } {
  const sign = evidence.find((each) => each.signal.startsWith(signal));
  return sign === undefined ? {} : { threshold: sign.threshold };
}
