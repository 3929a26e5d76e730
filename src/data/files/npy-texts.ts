/** How words are read: "U", four bytes a letter, or "S", one; zeros fill up. Undefined for other types. */
export function npyTexts(type: string, length: number, little: boolean) {
  if (type === "U")
    return {
      width: 4 * length,
      read: texts(length, 4, (view, at) => String.fromCodePoint(view.getUint32(at, little))),
    };
  if (type === "S" || type === "a")
    return { width: length, read: texts(length, 1, (view, at) => String.fromCharCode(view.getUint8(at))) };
  return undefined;
}

function texts(length: number, width: number, letter: (view: DataView, at: number) => string) {
  return (view: DataView, count: number) =>
    Array.from({ length: count }, (_, i) => {
      let text = "";
      for (let k = 0; k < length; k++) text += letter(view, (i * length + k) * width);
      return text.replace(/\0+$/, "");
    });
}
