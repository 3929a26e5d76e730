import { extname } from "node:path";
import { type EvenkeelError, usageError } from "../../errors.ts";
import { writeFileWhole } from "../../files.ts";
import { type OutputFile, outputFile } from "../output-file.ts";

/** What a report is written as. */
export type ReportForm = "html" | "md" | "csv" | "json";

const FORMS: Readonly<Record<string, ReportForm>> = {
  ".html": "html",
  ".htm": "html",
  ".md": "md",
  ".markdown": "md",
  ".csv": "csv",
  ".json": "json",
  "": "html",
};

/** A file of `--report`, and what is written to it. */
export interface ReportFile {
  form: ReportForm;
  file: OutputFile;
}

/** The text of each form that there is. */
export type ReportTexts = Partial<Readonly<Record<ReportForm, () => string>>>;

/**
 * The files that `--report` names, tested before the work begins.
 * @param usual where the page is written if none is named.
 * @param forms what there is.
 * @throws a usage error for other extensions, and for a file named twice; a run error for a place that is not writable.
 */
export async function reportFiles(
  given: readonly string[] | undefined,
  usual: string,
  forms: readonly ReportForm[],
): Promise<[ReportFile, ...ReportFile[]]> {
  const paths = given ?? [usual];
  const read = paths.map((path) => ({ path, form: formOf(path, forms) }));
  const files: ReportFile[] = [];
  for (const { path, form } of read) {
    const file = await outputFile(path);
    if (files.some((other) => other.file.path === file.path))
      throw usageError({ where: "--report", expected: "each file once", received: path });
    files.push({ form, file });
  }
  return files as [ReportFile, ...ReportFile[]];
}

/** What the extension of a file says; one without an extension has the page. */
function formOf(path: string, forms: readonly ReportForm[]): ReportForm {
  const extension = extname(path).toLowerCase();
  const form = Object.hasOwn(FORMS, extension) ? FORMS[extension] : undefined;
  if (form !== undefined && forms.includes(form)) return form;
  throw usageError({
    where: "--report",
    expected: `a file that ends in ${forms.map((each) => `.${each}`).join(" or ")}`,
    received: path,
    ...(forms.length === 1 && { fix: "The numbers are printed as JSON by --json." }),
  });
}

/** Writes all that can be written. @returns what went wrong, of each file that could not be. */
export async function writeReports(files: readonly ReportFile[], texts: ReportTexts): Promise<EvenkeelError[]> {
  const failures: EvenkeelError[] = [];
  for (const { form, file } of files) {
    const failed = await file.write((path) => writeFileWhole(path, texts[form]?.() ?? ""));
    if (failed !== undefined) failures.push(failed);
  }
  return failures;
}
