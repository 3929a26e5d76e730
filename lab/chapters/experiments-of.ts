/** What there is of each experiment: plans in a chapter, words in its text. */
interface ByExperiment<T> {
  main: T;
  whenNot: T;
  further?: Readonly<Record<string, T>>;
}

/** The names of all experiments, in the order of the page. */
export function experimentsOf({ further = {} }: Pick<ByExperiment<unknown>, "further">): string[] {
  return ["main", "whenNot", ...Object.keys(further)];
}

/** What there is of one experiment; undefined where there is none of this name. */
export function ofExperiment<T>({ main, whenNot, further = {} }: ByExperiment<T>, which: string): T | undefined {
  const all: Readonly<Record<string, T>> = { ...further, main, whenNot };
  return Object.hasOwn(all, which) ? all[which] : undefined;
}
