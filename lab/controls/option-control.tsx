import { ChoiceControl } from "./choice-control.tsx";
import { Field, type FieldParts } from "./field.tsx";
import { nameOf } from "./name-of.ts";
import { NumberControl } from "./number-control.tsx";
import type { OptionControlProps } from "./option-control-props.ts";
import { OptionHelp } from "./option-help.tsx";
import { shapeOf } from "./option-shape.ts";
import { isTrick } from "./option-text.ts";
import { SwitchControl } from "./switch-control.tsx";
import { TextControl } from "./text-control.tsx";
import { TrickControl } from "./trick-control.tsx";
import { TricksControl } from "./tricks-control.tsx";

/** The control of an option, made of what the option says of itself. */
export function OptionControl({
  name,
  owner,
  option,
  value,
  usual = option.fallback,
  edit,
  elsewhere,
  side,
  tools,
}: OptionControlProps) {
  const shape = shapeOf(option);
  const control = (field: FieldParts) => {
    const given = { name, option, value, usual, field };
    if (shape.kind === "number" && isTrick(value))
      // in an optimizer a number may be a schedule
      return <TrickControl {...given} edit={edit} kinds={["schedules"]} asText={false} control={OptionControl} />;
    if (shape.kind === "number") return <NumberControl {...given} shape={shape} />;
    if (shape.kind === "choice") return <ChoiceControl {...given} choices={shape.choices} />;
    if (shape.kind === "switch" && usual !== undefined) return <SwitchControl {...given} />;
    if (shape.kind === "switch")
      return <ChoiceControl {...given} choices={["true", "false"]} meaning={(text) => text === "true"} />;
    if (shape.kind !== "trick") return <TextControl {...given} />;
    const tricks = {
      name,
      value,
      usual,
      field,
      edit,
      kinds: shape.kinds,
      asText: owner === "recipe",
      control: OptionControl,
    };
    if (shape.several) return <TricksControl {...tricks} />;
    return <TrickControl {...tricks} names={shape.names} elsewhere={elsewhere} />;
  };
  return (
    <Field
      name={name}
      side={side}
      label={nameOf(name)}
      tools={tools}
      help={<OptionHelp name={name} owner={owner} option={option} value={value} usual={usual} />}
      edit={edit}
      given={value !== undefined}
    >
      {control}
    </Field>
  );
}
