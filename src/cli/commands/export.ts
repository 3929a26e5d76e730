import { resolve } from "node:path";
import { usageError } from "../../errors.ts";
import { flattenedImages } from "../../export/flattened-images.ts";
import { modelJson } from "../../export/model-json.ts";
import { LAYOUTS, modelSafetensors, type WeightLayout } from "../../export/model-safetensors.ts";
import { exportOnnx } from "../../export/onnx/export-onnx.ts";
import { writeFileWhole } from "../../files.ts";
import { oneOf } from "../../options.ts";
import type { TrainedModel } from "../../predict/trained-model.ts";
import { loadModel } from "../../saved/load-model.ts";
import { VERSION } from "../../version.ts";
import type { AddCommand } from "../command.ts";
import { readTricks } from "../judging/read-tricks.ts";
import { outputFile } from "../output-file.ts";
import { readValue } from "../recipe-flags.ts";
import { asError, tellFailure } from "../tell-failure.ts";

type Flags = Readonly<Record<string, string | boolean>>;
type Format = (typeof FORMATS)[number];

const FORMATS = ["onnx", "safetensors", "json"] as const;

/** What makes the bytes of each format. */
const ENCODERS: Readonly<Record<Format, (model: TrainedModel, flags: Flags) => Uint8Array>> = {
  onnx: (model, { logits, features }) =>
    exportOnnx(model, { logits: logits === true, table: features === true ? "features" : undefined }),
  safetensors: (model, { layout }) =>
    modelSafetensors(
      model,
      typeof layout === "string" ? (readValue("--layout", LAYOUT, layout) as WeightLayout) : "evenkeel",
    ),
  json: (model) => new TextEncoder().encode(`${modelJson(model)}\n`),
};

const FORMAT = oneOf(FORMATS, "onnx", "which format");
const LAYOUT = oneOf(LAYOUTS, "evenkeel", "how kernels lie");
/** Flags that say something of one format alone. */
const OF_FORMAT: Readonly<Record<string, Format>> = { logits: "onnx", features: "onnx", layout: "safetensors" };

export const exportCommand: AddCommand = (program, host, exit) => {
  program
    .command("export")
    .description(
      "write a saved model in the form of other programs: evenkeel export model.evenkeel --format onnx writes model.onnx",
    )
    .argument("<model>", "the file of a model or of a run, such as evenkeel train --save writes")
    .option(
      "--format <value>",
      `${FORMATS.join(", ")}: a model that ONNX Runtime and others run, its weights by name, or all of it as text (default: as --out ends)`,
    )
    .option("--out <file>", "where to write it, - for standard output (default: beside the model)")
    .option("--logits", "onnx: give the outputs of the last layer instead of probabilities")
    .option("--features", "onnx: take the encoded features of a table instead of its columns")
    .option("--layout <value>", `safetensors: kernels and names as in ${LAYOUTS.join(" or ")} (default: evenkeel)`)
    .option("--use <file>", "a module that exports your own tricks that are in the model")
    .action(async (file: string, flags: Flags) => {
      const format = formatOf(flags);
      const out = typeof flags.out === "string" ? flags.out : `${file.replace(/\.evenkeel$/, "")}.${format}`;
      expectOutput(file, out, flags);
      const use = typeof flags.use === "string" ? await readTricks(flags.use) : undefined;
      const model = await loadModel(file, { use });
      const to = out === "-" ? undefined : await outputFile(out);
      const bytes = ENCODERS[format](model, flags);
      const hints = flags.layout === "pytorch" ? flattenedImages(model) : [];
      for (const hint of hints) host.err(`Hint: ${hint}`);
      if (to === undefined) {
        host.bytes?.(bytes);
        return exit(0);
      }
      const failed = await to.write((path) => writeFileWhole(path, bytes));
      if (flags.json === true)
        host.out(
          JSON.stringify({
            evenkeel: VERSION,
            model: file,
            format,
            ...(hints.length > 0 && { hints }),
            ...(failed === undefined ? { out: to.path, bytes: bytes.length } : asError(failed)),
          }),
        );
      else if (failed === undefined) host.out(`Written: ${to.path}, ${bytes.length} bytes`);
      tellFailure(failed, host);
      exit(failed === undefined ? 0 : 1);
    });
};

/** @throws a usage error without a format, and for flags of another one. */
function formatOf(flags: Flags): Format {
  const ending =
    typeof flags.out === "string" ? FORMATS.find((name) => String(flags.out).endsWith(`.${name}`)) : undefined;
  const format = typeof flags.format === "string" ? (readValue("--format", FORMAT, flags.format) as Format) : ending;
  if (format === undefined)
    throw usageError({ where: "--format", expected: `one of ${FORMATS.join(", ")}`, received: "none" });
  const other = Object.keys(OF_FORMAT).find((flag) => flags[flag] !== undefined && OF_FORMAT[flag] !== format);
  if (other !== undefined)
    throw usageError({
      where: `--${other}`,
      expected: `--format ${OF_FORMAT[other]}, of which alone it says something`,
      received: `--format ${format}`,
    });
  return format;
}

/** @throws a usage error where the output would replace the model, and for two documents on one output. */
function expectOutput(file: string, out: string, { json }: Flags): void {
  if (resolve(file) === resolve(out))
    throw usageError({ where: "--out", expected: "another file than the model", received: out });
  if (out === "-" && json === true)
    throw usageError({
      where: "--json",
      expected: "a file to write the model to",
      received: "--out -, which writes it to standard output",
      fix: "Leave one of them out.",
    });
}
