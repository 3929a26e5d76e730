import { LANGUAGES, type Language, language, texts } from "../texts/language.ts";
import { openDrawer } from "./chapter-drawer.tsx";
import { chooseLanguage, missingLanguage, tagOf } from "./chosen-language.ts";
import { Icon } from "./icon.tsx";
import { showHelp } from "./keys.ts";
import { chooseTheme, nextTheme, theme } from "./theme.ts";

/** The name of the page, and its settings. */
export function PageHeader() {
  const words = texts().shell;
  const missing = missingLanguage.value;
  return (
    <header class="page-header">
      <button type="button" class="button quiet menu" aria-haspopup="dialog" onClick={() => openDrawer(true)}>
        <Icon name="menu" />
        <span class="spelled">{words.chapters}</span>
      </button>
      <p class="name">
        <a href="#/">{words.name}</a>
        <span class="motto">{words.motto}</span>
      </p>
      <div class="settings">
        {(Object.keys(LANGUAGES) as Language[])
          .filter((code) => code !== language.value)
          .map((code) => (
            <button
              key={code}
              type="button"
              class="button quiet"
              lang={tagOf(code)}
              onClick={() => chooseLanguage(code)}
            >
              {LANGUAGES[code]}
            </button>
          ))}
        <button type="button" class="button quiet" onClick={() => chooseTheme(nextTheme())}>
          <Icon name={theme.value} />
          <span class="spelled">
            {words.theme.label}: {words.theme[theme.value]}
          </span>
        </button>
        <button type="button" class="button quiet" onClick={() => showHelp(true)}>
          <kbd>?</kbd> <span class="spelled">{words.help}</span>
        </button>
      </div>
      {missing !== undefined && (
        <p class="message" role="alert">
          {words.languageMissing(LANGUAGES[missing])}
        </p>
      )}
    </header>
  );
}
