import { fromExpression, fromSpec, type Instance, type Option } from "evenkeel";
import { type Edit, wordsAgainst } from "./edit.ts";
import type { Control } from "./option-control-props.ts";
import { holds, type Kind, shapeOf } from "./option-shape.ts";
import { textOf } from "./option-text.ts";
import { kindOf, nameIn } from "./trick-named.ts";

interface TrickOptionsProps {
  trick: Instance;
  kinds: readonly Kind[];
  elsewhere?: readonly string[] | undefined;
  /** Of the whole trick. */
  edit: Edit;
  control: Control;
}

/** The options of a trick as controls, made of its definition. */
export function TrickOptions({ trick, kinds, elsewhere = [], edit, control: OptionControl }: TrickOptionsProps) {
  const options = Object.entries(trick.definition.options as Record<string, Option<unknown>>);
  return (
    <div class="fields">
      {options
        .filter(([name]) => !elsewhere.includes(name))
        .map(([name, option]) => (
          <OptionControl
            key={name}
            name={name}
            owner={trick.name}
            option={option}
            value={givenIn(trick, name)}
            edit={{
              check: (value) => {
                let words: string | undefined;
                return (
                  wordsAgainst(() => {
                    words = edit.check(withOption(trick, kinds, name, value));
                  }) ?? words
                );
              },
              commit: (value) => edit.commit(withOption(trick, kinds, name, value)),
            }}
          />
        ))}
    </div>
  );
}

/** The value of an option; undefined where it is its default. */
function givenIn(trick: Instance, name: string): unknown {
  const value = trick.values[name];
  return textOf(value) === textOf(trick.definition.options[name].fallback) ? undefined : value;
}

/** The same trick with another value of an option. What only an expression can say is read as one. */
function withOption(trick: Instance, kinds: readonly Kind[], name: string, value: unknown): Instance {
  const kind = kindOf(kinds, trick.name) ?? kinds[0];
  const option = trick.definition.options[name] as Option<unknown>;
  const others = Object.entries(trick.values).filter(([other, is]) => other !== name && is !== undefined);
  const takes = option.takes ?? [];
  if (typeof value === "string" && takes.length > 0 && shapeOf(option).kind === "trick" && !holds(option, value))
    fromExpression(kindOf(takes, nameIn(value)) ?? takes[0], value); // says what is wrong with it
  if (typeof value === "string" && takes.length > 0 && shapeOf(option).kind === "text")
    return fromExpression(
      kind,
      `${trick.name}({ ${[...others.map(([key, is]) => `${key}: ${textOf(is)}`), `${name}: ${value}`].join(", ")} })`,
    );
  return fromSpec(kind, {
    name: trick.name,
    ...Object.fromEntries(others),
    ...(value === undefined ? {} : { [name]: value }),
  });
}
