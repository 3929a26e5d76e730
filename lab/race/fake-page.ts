import type { PageLike } from "./hidden.ts";

/** A page that a test shows and hides. */
export function fakePage() {
  let changed = () => {};
  return {
    visibilityState: "visible" as PageLike["visibilityState"],
    addEventListener: (_: string, listener: () => void) => {
      changed = listener;
    },
    removeEventListener: () => {},
    show(state: PageLike["visibilityState"]) {
      this.visibilityState = state;
      changed();
    },
  };
}
