/** The name of an element of a page that there may be one of for each output. */
export function idOf(what: string, output: string | undefined): string {
  return output === undefined ? what : `${what}-${output.replaceAll(/[^A-Za-z0-9_-]/g, (c) => `_${c.codePointAt(0)}`)}`;
}

/** A heading, with the name of the output where there are several. */
export function titleOf(text: string, output: string | undefined): string {
  return output === undefined ? text : `${output}: ${text[0].toLowerCase()}${text.slice(1)}`;
}
