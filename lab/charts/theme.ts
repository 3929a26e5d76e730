/** Colors of the page as canvases need them. */
export interface Colors {
  a: string;
  b: string;
  ink: string;
  muted: string;
  line: string;
  paper: string;
  /** The two hues of a plane: class 0 and class 1. */
  low: string;
  middle: string;
  high: string;
  font: string;
}

const VARIABLES = {
  a: "--a",
  b: "--b",
  ink: "--ink",
  muted: "--muted",
  line: "--line",
  paper: "--paper",
  low: "--chart-low",
  middle: "--chart-middle",
  high: "--chart-high",
};

/** The colors in force where an element stands: read of a probe, since variables may depend on the color scheme. */
export function colorsAt(element: HTMLElement): Colors {
  const probe = document.createElement("span");
  // System colors are among the variables where they are forced; pictures of numbers keep their hues.
  probe.style.setProperty("forced-color-adjust", "none");
  element.append(probe);
  const style = getComputedStyle(probe);
  const colors = Object.entries(VARIABLES).map(([name, variable]) => {
    probe.style.color = `var(${variable})`;
    return [name, style.color];
  });
  const font = style.fontFamily;
  probe.remove();
  return { ...Object.fromEntries(colors), font };
}

/** Calls back when the colors of the page may have changed: by its theme, the system's, or for printing. */
export function onThemeChange(changed: () => void): () => void {
  const queries = ["(prefers-color-scheme: dark)", "print", "(forced-colors: active)"].map((query) =>
    matchMedia(query),
  );
  for (const query of queries) query.addEventListener("change", changed);
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "class", "style"] });
  return () => {
    observer.disconnect();
    for (const query of queries) query.removeEventListener("change", changed);
  };
}
