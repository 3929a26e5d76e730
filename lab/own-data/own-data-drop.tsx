import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { errorText } from "../error-text.ts";
import type { OwnData } from "../own-data.ts";
import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import { askReader } from "./ask-reader.ts";
import { chosenFiles, droppedFiles } from "./dropped-files.ts";
import "./own-data.css";
import { FactsView } from "./facts-view.tsx";
import { ownDataFrom, type PlacedFile } from "./own-data-from.ts";
import type { OwnFacts } from "./own-facts.ts";
import { packed } from "./packed.ts";
import { type Reading, ReadingView } from "./reading.tsx";
import { withOwnData } from "./with-own-data.ts";

/** Files from one word of progress to the next. */
const SOME = 100;

/** Data of one's own, by drop or by a dialog: read, told what they are, and then raced on. */
export function OwnDataDrop({ race }: { race: Race }) {
  const words = texts().controls.ownData;
  const id = useId();
  const own = useSignal<OwnData | undefined>(race.data.value);
  const columns = useSignal<readonly string[] | undefined>(undefined);
  const facts = useSignal<OwnFacts | undefined>(undefined);
  const message = useSignal<string | undefined>(undefined);
  const reading = useSignal<Reading | undefined>(undefined);
  const canceled = useSignal(false);
  const over = useSignal(false);
  const controller = useRef(new AbortController());
  const begun = () => {
    controller.current.abort();
    controller.current = new AbortController();
    facts.value = undefined;
    message.value = undefined;
    canceled.value = false;
    return controller.current.signal;
  };
  useEffect(() => () => controller.current.abort(), []);

  const ask = async (kind: "columns" | "all", data: OwnData) => {
    const signal = begun();
    own.value = data;
    const of = (data.parts ?? data.files).length;
    reading.value = { name: data.name, stage: "read", done: 0, of };
    const answer = await askReader({ kind, own: data }, signal, (done) => {
      if (reading.value !== undefined) reading.value = { ...reading.value, done };
    });
    reading.value = undefined;
    if (answer.kind === "columns") columns.value = answer.columns;
    else if (answer.kind === "all") facts.value = answer.facts;
    else if (answer.kind === "failed") message.value = answer.message;
  };
  /** Files as they are found; then they are looked at, and then read. */
  const take = async (found: (tell: (done: number) => void, signal: AbortSignal) => Promise<PlacedFile[]>) => {
    const signal = begun();
    own.value = undefined;
    columns.value = undefined;
    reading.value = { stage: "found", done: 0 };
    const tell = (now: Reading) => {
      if (now.done % SOME === 0 && !signal.aborted) reading.value = now;
    };
    const files = await found((done) => tell({ stage: "found", done }), signal);
    signal.throwIfAborted(); // canceled, or another drop came, while the last folder was read
    const data = ownDataFrom(files);
    if (data === undefined) {
      reading.value = undefined;
      message.value = words.unknownFiles(
        files
          .map(({ path }) => path)
          .slice(0, 5)
          .join(", "),
      );
      return;
    }
    const { name } = data;
    const whole = await packed(data, (done) => tell({ name, stage: "gathered", done, of: files.length }), signal);
    signal.throwIfAborted();
    await ask(data.kind === "csv" ? "columns" : "all", whole);
  };
  const takeOrSay = (found: Parameters<typeof take>[0]) => {
    take(found).catch((error: unknown) => {
      if ((error as Partial<Error> | undefined)?.name === "AbortError") return;
      reading.value = undefined;
      message.value = errorText(error);
    });
  };
  const cancel = () => {
    controller.current.abort();
    reading.value = undefined;
    own.value = undefined;
    columns.value = undefined;
    canceled.value = true;
  };
  const use = () => {
    race.data.value = own.value;
    race.set(withOwnData(race.experiment.value));
  };
  const chooser = (label: string, folder: boolean) => (
    <label class="button">
      {label}
      <input
        type="file"
        class="unseen"
        multiple
        {...(folder ? { webkitdirectory: true } : {})}
        onChange={({ currentTarget }) => {
          const files = currentTarget.files === null ? [] : chosenFiles(currentTarget.files);
          if (files.length > 0) takeOrSay(async () => files);
          currentTarget.value = "";
        }}
      />
    </label>
  );
  return (
    <section class="own-data" aria-label={words.title}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the buttons within do the same for keys */}
      <div
        class="drop"
        data-over={over.value}
        onDragOver={(event) => {
          event.preventDefault();
          over.value = true;
        }}
        onDragLeave={() => {
          over.value = false;
        }}
        onDrop={(event) => {
          event.preventDefault();
          over.value = false;
          const items = event.dataTransfer?.items;
          if (items !== undefined) takeOrSay((tell, signal) => droppedFiles(items, tell, signal));
        }}
      >
        <p>{words.drop}</p>
        <p>
          {chooser(words.chooseFiles, false)} {chooser(words.chooseFolder, true)}
        </p>
      </div>
      {columns.value && own.value && (
        <p class="own-target">
          <label for={id}>{words.target}</label>
          <select
            id={id}
            class="choice"
            onChange={({ currentTarget: { value } }) => {
              if (value !== "" && own.value) ask("all", { ...own.value, target: value });
            }}
          >
            <option value="">{words.chooseColumn}</option>
            {columns.value.map((column) => (
              <option key={column} value={column} selected={column === own.value?.target}>
                {column}
              </option>
            ))}
          </select>
        </p>
      )}
      {own.value?.kind === "images" && (
        <p class="own-target">
          <label for={`${id}-size`}>{words.size}</label>
          <select
            id={`${id}-size`}
            class="choice"
            onChange={({ currentTarget: { value } }) => {
              const { size: _, ...others } = own.value ?? { kind: "images" as const, name: "", files: [] };
              ask("all", value === "" ? others : { ...others, size: Number(value) });
            }}
          >
            <option value="">{words.asTheyAre}</option>
            {[16, 28, 32, 48, 64].map((side) => (
              <option key={side} value={String(side)} selected={side === own.value?.size}>
                {words.pixels(side)}
              </option>
            ))}
          </select>
        </p>
      )}
      <p role="status">
        {reading.value?.name !== undefined
          ? words.reading(reading.value.name, reading.value.of ?? 1)
          : canceled.value && words.canceled}
      </p>
      {reading.value !== undefined && <ReadingView reading={reading.value} onCancel={cancel} />}
      {message.value !== undefined && (
        <p class="message" role="alert">
          {message.value}
        </p>
      )}
      {facts.value && own.value && (
        <>
          <FactsView name={own.value.name} facts={facts.value} />
          <button type="button" class="button primary" onClick={use}>
            {words.use}
          </button>
        </>
      )}
      {race.data.value && (
        <p>
          {words.inUse(race.data.value.name)}{" "}
          <button
            type="button"
            class="button quiet"
            onClick={() => {
              race.data.value = undefined;
              race.set(race.experiment.value);
            }}
          >
            {words.stopUsing}
          </button>
        </p>
      )}
    </section>
  );
}
