import { texts } from "../texts/language.ts";
import { Disclosure } from "./disclosure.tsx";
import type { Edit } from "./edit.ts";
import type { FieldParts } from "./field.tsx";
import { NamesSelect } from "./names-select.tsx";
import type { Control } from "./option-control-props.ts";
import type { Kind } from "./option-shape.ts";
import { isTrick, textOf } from "./option-text.ts";
import { firstText, kindOf, nameIn, trickFrom } from "./trick-named.ts";
import { TrickNames } from "./trick-names.tsx";
import { TrickOptions } from "./trick-options.tsx";

export interface TrickControlProps {
  name: string;
  /** A text, or the trick itself. */
  value: unknown;
  usual: unknown;
  field: FieldParts;
  edit: Edit;
  kinds: readonly Kind[];
  /** Whether the value is given as text, as in a recipe, or as the trick. */
  asText: boolean;
  /** Of its options. */
  control: Control;
  /** Names that stand for something else: "none". */
  names?: readonly string[] | undefined;
  /** Options that are said elsewhere. */
  elsewhere?: readonly string[] | undefined;
}

/** A trick chosen by name, its options as controls, and its expression for those who want it. */
export function TrickControl({
  value,
  usual,
  field,
  edit,
  kinds,
  asText,
  names = [],
  elsewhere,
  control,
}: TrickControlProps) {
  const words = texts().controls;
  const text = textOf(value ?? usual);
  const trick = trickFrom(kinds, text);
  const asValue = (written: string) => {
    if (written.trim() === "") return undefined;
    if (asText) return /^\d+$/.test(written.trim()) ? Number(written) : written.trim();
    return trickFrom(kinds, written) ?? written;
  };
  const others = names.filter((other) => kindOf(kinds, other) === undefined);
  const now = value === undefined ? "" : trick === undefined ? text : nameIn(text);
  return (
    <>
      <NamesSelect
        field={field}
        usual={usual}
        now={now}
        isListed={trick !== undefined || others.includes(now)}
        choose={(chosen) => field.use(asValue(firstText(kinds, chosen, names, text)))}
      >
        <TrickNames kinds={kinds} others={others} now={now} />
      </NamesSelect>
      <div class="trick-more">
        {/* An architecture is made of layers; what it takes are keys of the recipe. */}
        {trick !== undefined && trick.name === nameIn(text) && Object.keys(trick.definition.options).length > 0 && (
          <Disclosure title={words.optionsOf(trick.name)}>
            {() => (
              <TrickOptions
                trick={trick}
                kinds={kinds}
                elsewhere={elsewhere}
                control={control}
                edit={{
                  check: (changed) => edit.check(asText ? textOf(changed) : changed),
                  commit: (changed) => edit.commit(asText ? textOf(changed) : changed),
                }}
              />
            )}
          </Disclosure>
        )}
        <Disclosure title={words.asExpression}>
          {() => (
            <textarea
              class="choice"
              rows={Math.min(8, 1 + Math.floor(text.length / 44))}
              spellcheck={false}
              aria-label={words.asExpression}
              aria-invalid={field.invalid}
              aria-describedby={field.describedBy}
              value={field.text ?? (isTrick(value) ? textOf(value) : text)}
              onInput={({ currentTarget: { value: typed } }) => field.draft(asValue(typed), typed)}
              onChange={({ currentTarget: { value: typed } }) => field.use(asValue(typed))}
            />
          )}
        </Disclosure>
      </div>
    </>
  );
}
