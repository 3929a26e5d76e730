import { useState } from "preact/hooks";
import { copied } from "../export/copied.ts";
import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import { compareProgram } from "./compare-program.ts";

/** The code that does the same with the library. */
export function CodeView({ race, names }: { race: Race; names: { a: string; b: string } }) {
  const words = texts().shell.code;
  const command = race.study.value?.command;
  const experiment = race.experiment.value;
  return (
    <div class="code-view">
      <p>{words.text(experiment.backend === "webgpu")}</p>
      <Copyable text={compareProgram(experiment, names)} />
      {command !== undefined && (
        <>
          <p>{words.command}</p>
          <Copyable text={`npx ${command}`} />
        </>
      )}
    </div>
  );
}

function Copyable({ text }: { text: string }) {
  const words = texts().shell.code;
  const [said, setSaid] = useState<"copy" | "copied" | "notCopied">("copy");
  const copy = async () => setSaid((await copied(text)) ? "copied" : "notCopied");
  return (
    <div class="copyable">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
      <button type="button" class="button" onClick={copy} onBlur={() => setSaid("copy")}>
        <span aria-live="polite">{words[said]}</span>
      </button>
    </div>
  );
}
