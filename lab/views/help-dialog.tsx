import { chapters } from "../chapters/index.ts";
import { texts } from "../texts/language.ts";
import { Icon } from "./icon.tsx";
import { allowSingleKeys, helpIsOpen, showHelp, singleKeys } from "./keys.ts";
import { useDialog } from "./use-dialog.ts";

/** All keys of the page, and the switch that turns single ones off. */
export function HelpDialog() {
  const { keys, close } = texts().shell;
  const dialog = useDialog(helpIsOpen.value);
  const shut = () => showHelp(false);
  return (
    <dialog ref={dialog} class="sheet" aria-labelledby="keys-title" onClose={shut}>
      <header>
        <h2 id="keys-title">{keys.title}</h2>
        <button type="button" class="button quiet" aria-label={close} onClick={shut}>
          <Icon name="close" />
        </button>
      </header>
      <KeyList
        title={keys.everywhere}
        keys={[
          ["?", keys.help],
          ["G", keys.race],
          [`1–${Math.min(9, chapters.length)}`, keys.chapter],
        ]}
      />
      <KeyList
        title={keys.inRace}
        keys={[
          ["Space", keys.space],
          ["S", keys.step],
          ["M", keys.slow],
          ["R", keys.again],
          ["N", keys.other],
        ]}
      />
      <KeyList
        title={keys.inLists}
        keys={[
          ["← →", keys.arrows],
          ["Home End", keys.ends],
        ]}
      />
      <label class="switch">
        <input
          type="checkbox"
          checked={singleKeys.value}
          onChange={({ currentTarget }) => allowSingleKeys(currentTarget.checked)}
        />
        {keys.single}
      </label>
      <p class="small muted">{keys.singleNote}</p>
    </dialog>
  );
}

function KeyList({ title, keys }: { title: string; keys: readonly (readonly [string, string])[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl class="keys">
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              {key.split(" ").map((each) => (
                <kbd key={each}>{each}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
