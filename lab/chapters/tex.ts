import temml from "temml";

/**
 * The MathML of a formula in TeX: tex`w \leftarrow w - \eta g`. The build puts the MathML in its place, so that pages load no
 * TeX.
 */
export function tex(strings: TemplateStringsArray): string {
  return temml.renderToString(strings.raw.join(""), { displayMode: false, throwOnError: true });
}
