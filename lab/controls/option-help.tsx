import type { Option } from "evenkeel";
import { texts } from "../texts/language.ts";
import { shapeOf } from "./option-shape.ts";
import { textOf } from "./option-text.ts";
import { TrickHelp } from "./trick-help.tsx";
import { nameIn, trickNamed } from "./trick-named.ts";
import { wordsOfOption } from "./words-of.ts";

interface OptionHelpProps {
  name: string;
  owner: string;
  option: Option<unknown>;
  value: unknown;
  usual: unknown;
}

/** What an option does, what it accepts, its default; and of a trick that is chosen, what it says of itself. */
export function OptionHelp({ name, owner, option, value, usual }: OptionHelpProps) {
  const words = texts().controls;
  const shape = shapeOf(option);
  const definition =
    shape.kind === "trick" && !shape.several ? trickNamed(shape.kinds, nameIn(textOf(value ?? usual))) : undefined;
  return (
    <>
      <p>{wordsOfOption(owner, name, option.doc)}</p>
      <dl>
        <dt>{words.key}</dt>
        <dd>
          <code>{name}</code>
        </dd>
        <dt>{words.accepts}</dt>
        <dd>{option.accepts}</dd>
        {usual !== undefined && (
          <>
            <dt>{words.default}</dt>
            <dd>
              <code>{textOf(usual)}</code>
            </dd>
          </>
        )}
      </dl>
      {definition && <TrickHelp definition={definition} />}
    </>
  );
}
