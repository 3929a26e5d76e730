import type { Host } from "../host.ts";
import { type ReportFile, type ReportTexts, writeReports } from "../reporting/report-files.ts";
import { asError, tellFailure } from "../tell-failure.ts";

/** A study with its reports, and how it is printed. */
interface Publication {
  study: object;
  reports: readonly ReportFile[];
  /** What is written to them. */
  texts: ReportTexts;
  text: string;
  /** "8 runs in 12 s." */
  summary: string;
  json: boolean;
}

/** Writes the reports and prints the study, as text or JSON. Returns whether all reports were written. */
export async function publish(
  { study, reports, texts, text, summary, json }: Publication,
  host: Host,
): Promise<boolean> {
  const failures = await writeReports(reports, texts);
  const [report, ...others] = reports.map(({ file }) => file.path);
  if (json)
    host.out(
      JSON.stringify({
        ...study,
        report,
        ...(others.length > 0 && { reports: [report, ...others] }),
        ...asError(failures[0]),
      }),
    );
  else {
    host.out(text);
    host.out(`${summary}${failures.length === 0 ? ` Report: ${[report, ...others].join(", ")}` : ""}`);
  }
  for (const failed of failures) tellFailure(failed, host);
  return failures.length === 0;
}
