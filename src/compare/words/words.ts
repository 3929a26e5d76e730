import type { Comparison } from "../findings.ts";
import type { Finding } from "../study.ts";

/** What puts findings into the words of one language. */
export interface Words {
  /** One sentence on a variant. */
  verdict(finding: Finding, comparison: Comparison): string;
  /** What can be concluded from all variants together, one sentence each. */
  conclusions(findings: readonly Finding[], comparison: Comparison): string[];
}
