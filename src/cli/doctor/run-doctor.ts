import { cure } from "../../doctor/cure/cure.ts";
import { type Cured, isCured } from "../../doctor/cure/cured.ts";
import { type DoctorReport, examined } from "../../doctor/diagnose.ts";
import { withPictures } from "../../doctor/picture/with-pictures.ts";
import { writeFileWhole } from "../../files.ts";
import { defined } from "../../options/defined.ts";
import { doctorHtml } from "../../report/doctor/doctor-html.ts";
import { doctorText } from "../../report/doctor/doctor-text.ts";
import { cacheFolder } from "../cache-folder.ts";
import type { ExitCode } from "../command.ts";
import type { Host } from "../host.ts";
import { ProgressView } from "../progress.ts";
import { asError, tellFailure } from "../tell-failure.ts";
import { unfinishedPlace } from "../unfinished-place.ts";
import { againCommand } from "./again-command.ts";
import { cureLine, cureProgressLines, examinationLine } from "./doctor-progress.ts";
import type { DoctorRequest } from "./doctor-request.ts";

/** Examines a recipe, cures it if that is asked for, and tells what came of it: 0 where nothing is left, 1 for diseases. */
export async function runDoctor(request: DoctorRequest, host: Host): Promise<ExitCode> {
  const { report: page, write, json } = request;
  const result = request.isCure ? await cured(request, host) : await diagnosed(request, host);
  const again = againCommand(request);
  const failures = [
    await page?.write((path) => writeFileWhole(path, doctorHtml(result, { again }))),
    await write?.write((path) => writeFileWhole(path, recipeText(result))),
  ];
  const failed = failures.find((failure) => failure !== undefined);
  const findings = result.findings.map(({ picture: _, ...finding }) => finding);
  const files = defined({ report: page?.path, written: write?.path });
  if (json) host.out(JSON.stringify({ ...result, findings, ...files, ...asError(failed) }));
  else {
    host.out(doctorText(result, { color: host.outColors.isColorSupported, width: host.width }));
    if (page !== undefined && failures[0] === undefined) host.out(`Report: ${page.path}`);
    if (write !== undefined && failures[1] === undefined) host.out(writtenLine(result, write.path));
  }
  for (const failure of failures) tellFailure(failure, host);
  const healthy = isCured(result) ? result.cured.healthy === true : result.healthy;
  return healthy && failed === undefined && !host.signal.aborted ? 0 : 1;
}

async function diagnosed({ recipe, phases, steps, backend, report }: DoctorRequest, host: Host): Promise<DoctorReport> {
  const view = new ProgressView(host);
  const { signal } = host;
  const onProgress = (progress: Parameters<typeof examinationLine>[0]) =>
    view.draw(() => [examinationLine(progress, host)]);
  const options = { ...defined({ phases, steps, backend }), cache: cacheFolder(host), signal, onProgress };
  const { report: found, examination } = await examined(recipe, options).finally(() => view.done());
  if (signal.aborted) host.err("Interrupted: this is what was found until then.");
  return report === undefined ? found : { ...found, findings: withPictures(found.findings, examination) };
}

async function cured(request: DoctorRequest, host: Host): Promise<Cured> {
  const { recipe, phases, steps, seeds, rounds, parallel, backend, report } = request;
  const what = [recipe, phases, steps];
  const place = unfinishedPlace(request.checkpoint, report?.path ?? "reports/doctor.html", what, backend);
  const checkpoint = await place.writable(host);
  const view = new ProgressView(host);
  const result = await cure(recipe, {
    ...defined({ phases, steps, seeds, rounds, parallel, backend, checkpoint }),
    pictures: report !== undefined,
    cache: cacheFolder(host),
    signal: host.signal,
    onProgress(progress) {
      const line = cureLine(progress);
      if (line !== undefined) view.line(line);
      view.draw(() => cureProgressLines(progress, host));
    },
  }).finally(() => view.done());
  if (result.ended !== "interrupted") await place.end();
  else if (checkpoint !== undefined) host.err(place.goOn("The runs so far"));
  return result;
}

/** The cured recipe as a file. */
function recipeText(result: DoctorReport | Cured): string {
  return `${JSON.stringify(isCured(result) ? result.cured.recipe : {}, undefined, 2)}\n`;
}

function writtenLine(result: DoctorReport | Cured, path: string): string {
  const isChanged = isCured(result) && Object.keys(result.cured.change).length > 0;
  return `Recipe: ${path}${isChanged ? "" : ", as it was: nothing was changed"}`;
}
