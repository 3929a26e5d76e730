import axe from "axe-core";
import type { Page } from "playwright-core";

/** What axe-core finds on the page that is serious or critical: the rule, and what it is about. */
export async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source); // as a script of the page it would be refused by its policy
  return page.evaluate(`axe.run({ resultTypes: ["violations"] }).then(({ violations }) =>
    violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => id + ": " + nodes.slice(0, 5).map(({ target, failureSummary }) => target + " " + failureSummary).join("; ")),
  )`) as Promise<string[]>;
}
