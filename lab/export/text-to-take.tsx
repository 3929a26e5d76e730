import { useSignal } from "@preact/signals";
import { texts } from "../texts/language.ts";
import { copied } from "./copied.ts";
import { download } from "./download.ts";

interface TextToTakeProps {
  text: string;
  /** What it is, for those who hear the page. */
  label: string;
  /** The name of the file; undefined: it is only copied. */
  file?: string | undefined;
}

/** A text that is seen, copied and downloaded. */
export function TextToTake({ text, label, file }: TextToTakeProps) {
  const words = texts().controls.exporting;
  const said = useSignal("");
  return (
    <section class="text-to-take" aria-label={label}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
      <p>
        <button
          type="button"
          class="button"
          onClick={async () => {
            said.value = (await copied(text)) ? words.copied : words.notCopied;
          }}
        >
          {words.copy}
        </button>{" "}
        {file !== undefined && (
          <button type="button" class="button" onClick={() => download(file, `${text}\n`, "text/plain")}>
            {words.download(file)}
          </button>
        )}{" "}
        <span role="status">{said.value}</span>
      </p>
    </section>
  );
}
