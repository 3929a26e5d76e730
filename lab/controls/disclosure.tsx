import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

interface DisclosureProps {
  title: ComponentChildren;
  /** Made when it is opened. */
  children(): ComponentChildren;
  open?: boolean;
}

/** A title that shows more when it is pressed. What is hidden costs nothing. */
export function Disclosure({ title, children, open = false }: DisclosureProps) {
  const shown = useSignal(open);
  const id = useId();
  return (
    <div class="disclosure">
      <button
        type="button"
        class="disclosure-title"
        aria-expanded={shown.value}
        aria-controls={id}
        onClick={() => {
          shown.value = !shown.value;
        }}
      >
        {title}
      </button>
      <div id={id} hidden={!shown.value}>
        {shown.value && children()}
      </div>
    </div>
  );
}
