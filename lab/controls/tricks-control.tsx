import { texts } from "../texts/language.ts";
import type { Edit } from "./edit.ts";
import { Field, type FieldParts } from "./field.tsx";
import type { Control } from "./option-control-props.ts";
import type { Kind } from "./option-shape.ts";
import { textOf } from "./option-text.ts";
import { TrickControl } from "./trick-control.tsx";
import { TrickHelp } from "./trick-help.tsx";
import { firstText, nameIn, trickFrom, trickNamed } from "./trick-named.ts";
import { TrickNames } from "./trick-names.tsx";

interface TricksControlProps {
  name: string;
  value: unknown;
  field: FieldParts;
  edit: Edit;
  kinds: readonly Kind[];
  asText: boolean;
  control: Control;
}

/** A list of tricks: each with its options, to be moved, taken out and added to. */
export function TricksControl({ name, value, field, edit, kinds, asText, control }: TricksControlProps) {
  const words = texts().controls;
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  const used = (list: readonly unknown[]) => (list.length === 0 ? undefined : list);
  const at = (i: number): Edit => {
    const replaced = (item: unknown) =>
      used(items.flatMap((old, j) => (i !== j ? [old] : item === undefined ? [] : [item])));
    return { check: (item) => edit.check(replaced(item)), commit: (item) => edit.commit(replaced(item)) };
  };
  const moved = (i: number, to: number) => {
    const list = items.filter((_, j) => j !== i);
    field.use([...list.slice(0, to), items[i], ...list.slice(to)]);
  };
  const tool = (sign: string, label: string, disabled: boolean, act: () => void) => (
    <button type="button" class="quiet" disabled={disabled} aria-label={label} title={label} onClick={act}>
      {sign}
    </button>
  );
  return (
    <div class="tricks">
      <ol>
        {items.map((item, i) => {
          const which = nameIn(textOf(item));
          const definition = trickNamed(kinds, which);
          return (
            <li key={`${i}-${which}`}>
              <Field
                name={words.item(i + 1, which)}
                label={`${i + 1}`}
                help={definition && <TrickHelp definition={definition} />}
                edit={at(i)}
                given={false}
                tools={
                  <>
                    {tool("↑", words.up(which), i === 0, () => moved(i, i - 1))}
                    {tool("↓", words.down(which), i === items.length - 1, () => moved(i, i + 1))}
                    {tool("×", words.remove(which), false, () => at(i).commit(undefined))}
                  </>
                }
              >
                {(parts) => (
                  <TrickControl
                    name={which}
                    value={item}
                    usual={undefined}
                    field={parts}
                    edit={at(i)}
                    kinds={kinds}
                    asText={asText}
                    control={control}
                  />
                )}
              </Field>
            </li>
          );
        })}
      </ol>
      <select
        id={field.id}
        class="choice"
        aria-label={words.add(name)}
        aria-describedby={field.describedBy}
        onChange={({ currentTarget }) => {
          const text = firstText(kinds, currentTarget.value);
          currentTarget.value = "";
          if (text === "") return;
          const added = asText ? text : trickFrom(kinds, text);
          // What changes gradients must come before the optimizer: where the end is refused, the beginning is tried.
          const places = [
            [...items, added],
            [added, ...items],
          ];
          field.use(places.find((list) => edit.check(list) === undefined) ?? places[0]);
        }}
      >
        <option value="">{words.addOne}</option>
        <TrickNames kinds={kinds} />
      </select>
    </div>
  );
}
