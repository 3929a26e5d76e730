import { useSignal } from "@preact/signals";
import { errorText } from "../error-text.ts";
import type { ArmName } from "../protocol.ts";
import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import { download } from "./download.ts";

const FORMS = ["safetensors", "onnx", "evenkeel"] as const;

/** What a side has trained, as files of three forms. */
export function ModelButtons({ race, arm }: { race: Race; arm: ArmName }) {
  const words = texts().controls.exporting;
  const said = useSignal("");
  const run = race[arm].value?.run;
  const save = async (form: (typeof FORMS)[number]) => {
    said.value = words.writing;
    try {
      const { bytes, name } = await race.save(arm, form);
      download(name, bytes);
      said.value = words.saved(name);
    } catch (error) {
      said.value = errorText(error);
    }
  };
  return (
    <p>
      {FORMS.map((form) => (
        <button key={form} type="button" class="button" disabled={run === undefined} onClick={() => save(form)}>
          {words.forms[form]}
        </button>
      ))}{" "}
      <span role="status">{run === undefined ? words.notTrained : said.value}</span>
    </p>
  );
}
