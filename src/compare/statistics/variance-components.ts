/** How much a number varies, and with what: variances, in squared units of the metric. Plain JSON. */
export interface VarianceComponents {
  /** Over splits of the data: `dataSeeds`. */
  split: number;
  /** Over seeds: first weights, the order of samples, dropout. */
  seed: number;
  /** What neither explains alone: how a seed does depends on the split. */
  rest: number;
}

/** What a table of numbers, a row for each seed and a column for each split, says of their mean. */
export interface CrossedEstimate {
  mean: number;
  /** The standard error of the mean, over seeds and splits. */
  error: number;
  /** Its degrees of freedom, by Satterthwaite's approximation. */
  df: number;
  variance: VarianceComponents;
}

/**
 * Variance components of a crossed design without replication: two random effects and their interaction, by the analysis of
 * variance (Searle, Casella and McCulloch 1992, "Variance Components", section 4.7); negative ones are taken for 0. As seeds and
 * splits are both drawn, the mean varies with both: its variance is split / columns + seed / rows + rest / (rows · columns), and
 * its degrees of freedom are Satterthwaite's (1946, Biometrics Bulletin 2). Bouthillier et al. 2021, "Accounting for variance
 * in machine learning benchmarks", say why both matter.
 * @param table at least two rows of at least two numbers each.
 */
export function varianceComponents(table: readonly (readonly number[])[]): CrossedEstimate {
  const [rows, columns] = [table.length, table[0].length];
  const meanOf = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
  const ofRow = table.map(meanOf);
  const ofColumn = table[0].map((_, j) => meanOf(table.map((row) => row[j])));
  const mean = meanOf(ofRow);
  const squares = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each * each, 0);
  const [dfSeed, dfSplit] = [rows - 1, columns - 1];
  const dfRest = dfSeed * dfSplit;
  const msSeed = (columns * squares(ofRow.map((each) => each - mean))) / dfSeed;
  const msSplit = (rows * squares(ofColumn.map((each) => each - mean))) / dfSplit;
  const msRest =
    squares(table.flatMap((row, i) => row.map((each, j) => each - ofRow[i] - ofColumn[j] + mean))) / dfRest;
  const variance = {
    split: Math.max(0, (msSplit - msRest) / rows),
    seed: Math.max(0, (msSeed - msRest) / columns),
    rest: msRest,
  };
  const parts = [
    { square: msSplit, df: dfSplit, is: variance.split > 0 },
    { square: msSeed, df: dfSeed, is: variance.seed > 0 },
  ].filter(({ is }) => is);
  // The mean's variance times rows · columns: split and seed together count the rest once too often, none of them leaves it.
  const rest = { square: (1 - parts.length) * msRest, df: dfRest };
  const whole = parts.reduce((sum, { square }) => sum + square, rest.square);
  const spread = [...parts, rest].reduce((sum, { square, df }) => sum + square ** 2 / df, 0);
  return { mean, error: Math.sqrt(whole / (rows * columns)), df: spread > 0 ? whole ** 2 / spread : dfRest, variance };
}
