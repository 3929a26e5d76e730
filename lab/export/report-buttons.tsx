import { useSignal } from "@preact/signals";
import type { Study } from "evenkeel";
import { texts } from "../texts/language.ts";
import { download } from "./download.ts";

type Report = typeof import("evenkeel/report");

/** What `compare` says of both sides, as a page and as numbers. */
export function ReportButtons({ study, name }: { study: Study; name: string }) {
  const words = texts().controls.exporting;
  const said = useSignal("");
  const take = async (file: string, type: string, write: (report: Report) => string) => {
    said.value = words.writing;
    try {
      download(file, write(await import("evenkeel/report")), type);
      said.value = words.saved(file);
    } catch {
      said.value = texts().shell.plots.failed;
    }
  };
  return (
    <p>
      <button
        type="button"
        class="button"
        onClick={() => take(`${name}.html`, "text/html", ({ studyHtml }) => studyHtml(study))}
      >
        {words.report}
      </button>{" "}
      <button
        type="button"
        class="button"
        onClick={() => take(`${name}.json`, "application/json", ({ studyJson }) => studyJson(study))}
      >
        {words.numbers}
      </button>{" "}
      <span role="status">{said}</span>
    </p>
  );
}
