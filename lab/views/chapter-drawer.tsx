import { signal } from "@preact/signals";
import type { Chapter } from "../chapters/chapter.ts";
import { texts } from "../texts/language.ts";
import { ChapterList } from "./chapter-list.tsx";
import { Icon } from "./icon.tsx";
import { useDialog } from "./use-dialog.ts";

/** Whether the list of chapters is open over the page, where there is no room beside it. */
const drawerIsOpen = signal(false);

export function openDrawer(open: boolean): void {
  drawerIsOpen.value = open;
}

/** The list of chapters over the page. */
export function ChapterDrawer({ open }: { open: Chapter | undefined }) {
  const words = texts().shell;
  const isOpen = drawerIsOpen.value;
  const dialog = useDialog(isOpen);
  const shut = () => openDrawer(false);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it too
    <dialog
      ref={dialog}
      class="drawer"
      aria-labelledby="drawer-title"
      onClose={shut}
      onClick={({ target }) => target === dialog.current && shut()}
    >
      <header>
        <h2 id="drawer-title">{words.chapters}</h2>
        <button type="button" class="button quiet" aria-label={words.close} onClick={shut}>
          <Icon name="close" />
        </button>
      </header>
      {isOpen && (
        <nav aria-label={words.chapters}>
          <ChapterList open={open} onChoose={shut} />
        </nav>
      )}
    </dialog>
  );
}
