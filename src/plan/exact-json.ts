/** JSON that distinguishes what JSON.stringify does not: −0 from 0, not-a-numbers from infinities. For keys. */
export function exactJson(value: unknown, replace = (_: string, part: unknown): unknown => part): string {
  return JSON.stringify(value, (name, part) => {
    const replaced = replace(name, part);
    if (typeof replaced !== "number") return replaced;
    if (Object.is(replaced, -0)) return "-0";
    return Number.isFinite(replaced) ? replaced : String(replaced);
  });
}
