/** Colors of text and lines, for one color scheme. */
export const CHART_COLORS = {
  light: "--soft:#555d68;--line:#dfe3e8;--strong:#9aa3ae",
  dark: "--soft:#a4adb9;--line:#2e353e;--strong:#66707d",
};

/** The rules that charts on a page and pictures in files share. */
export const CHART_RULES = [
  "text.line-label{font-weight:600;fill:var(--series)}",
  ".grid{stroke:var(--line)}.zero{stroke:var(--strong)}",
  ".band{fill:var(--series);fill-opacity:.15}",
  ".curve{fill:none;stroke:var(--series);stroke-width:2;stroke-linejoin:round}",
].join("");
