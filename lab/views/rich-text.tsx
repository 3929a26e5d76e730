import { isDisplayed, isWide } from "./is-displayed.ts";

/** A paragraph of a chapter: {name} stands for a formula, `code` for code. Formulas were made MathML when the page was built. */
export function RichText({ text, formulas = {} }: { text: string; formulas?: Readonly<Record<string, string>> }) {
  // A mark of punctuation after a formula stays with it.
  const parts = text.split(/(\{\w+\}[.,;:。，；：]?|`[^`]+`)/);
  return (
    <p>
      {parts.map((part) => {
        const [, name = "", mark = ""] = /^\{(\w+)\}(.?)$/s.exec(part) ?? [];
        const formula = formulas[name];
        if (formula === undefined) return isCode(part) ? <code>{part.slice(1, -1)}</code> : part;
        return (
          // Wide ones scroll on phones, by keys too.
          <span
            class={isDisplayed(formula) ? "formula displayed" : "formula"}
            tabIndex={isWide(formula) ? 0 : undefined}
          >
            <span dangerouslySetInnerHTML={{ __html: formula }} />
            {mark}
          </span>
        );
      })}
    </p>
  );
}

function isCode(part: string): boolean {
  return part.length > 2 && part.startsWith("`") && part.endsWith("`");
}
