import type { ComponentChildren } from "preact";
import { roving } from "./roving.ts";

/** Tabs that show one of several panels. Arrow keys move the focus, Enter or Space shows. */
export function Tabs<N extends string>(props: {
  /** Begins the ids of its parts. */
  id: string;
  label: string;
  tabs: readonly { name: N; title: string }[];
  shown: N;
  show: (name: N) => void;
  children: ComponentChildren;
}) {
  const { id, label, tabs, shown, show, children } = props;
  return (
    <div class="tabs">
      <div role="tablist" aria-label={label} onKeyDown={roving('[role="tab"]')}>
        {tabs.map(({ name, title }) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${name}`}
            aria-selected={name === shown}
            aria-controls={`${id}-panel`}
            tabIndex={name === shown ? 0 : -1}
            onClick={() => show(name)}
          >
            {title}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${shown}`} class="tab-panel">
        {children}
      </div>
    </div>
  );
}
