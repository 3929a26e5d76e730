import { writeFileWhole } from "../../files.ts";
import type { Host } from "../host.ts";
import type { OutputFile } from "../output-file.ts";
import { asError, tellFailure } from "../tell-failure.ts";

/** A study with its report, and how it is printed. */
interface Publication {
  study: object;
  report: OutputFile;
  html: string;
  text: string;
  /** "8 runs in 12 s." */
  summary: string;
  json: boolean;
}

/** Writes the report and prints the study, as text or JSON. Returns whether the report was written. */
export async function publish({ study, report, html, text, summary, json }: Publication, host: Host): Promise<boolean> {
  const failed = await report.write((path) => writeFileWhole(path, html));
  if (json) host.out(JSON.stringify({ ...study, report: report.path, ...asError(failed) }));
  else {
    host.out(text);
    host.out(`${summary}${failed === undefined ? ` Report: ${report.path}` : ""}`);
  }
  tellFailure(failed, host);
  return failed === undefined;
}
