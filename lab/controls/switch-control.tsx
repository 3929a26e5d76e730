import type { FieldParts } from "./field.tsx";

interface SwitchControlProps {
  value: unknown;
  usual: unknown;
  field: FieldParts;
}

/** On or off. */
export function SwitchControl({ value, usual, field }: SwitchControlProps) {
  return (
    <input
      id={field.id}
      type="checkbox"
      role="switch"
      checked={(value ?? usual) === true}
      aria-checked={(value ?? usual) === true}
      aria-invalid={field.invalid}
      aria-describedby={field.describedBy}
      onChange={({ currentTarget: { checked } }) => field.use(checked)}
    />
  );
}
