/** What had which names in earlier versions. */
type Named = Readonly<Record<string, { readonly formerly?: readonly string[] }>>;

/** The name that something has today, from that name or a former one; undefined for one that nothing has or had. */
export function currentName(named: Named, name: string): string | undefined {
  if (Object.hasOwn(named, name)) return name;
  return Object.keys(named).find((key) => named[key].formerly?.includes(name));
}
