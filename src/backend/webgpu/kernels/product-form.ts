/** How a product is shared out. */
export interface ProductForm {
  /** The tile of c that a workgroup computes. */
  readonly rows: number;
  readonly columns: number;
  /** The part of the tile that a thread sums in registers: rows and columns, in fours. */
  readonly perThread: readonly [rows: number, columns: number];
  /** Shares of k that are summed at once, each by threads of its own; then a tile's sums are added in order. */
  readonly shares: number;
  /** How much of k lies in workgroup memory at a time. */
  readonly depth: number;
}

function form(
  [rows, columns]: readonly [number, number],
  perThread: readonly [number, number],
  [shares, depth]: readonly [number, number],
): ProductForm {
  return { rows, columns, perThread, shares, depth };
}

/** Large tiles read least; small ones, and shares of k, are for products of which there would be too few. */
export const FORMS: readonly ProductForm[] = [
  form([128, 128], [8, 8], [1, 8]),
  form([128, 64], [8, 8], [1, 8]),
  form([64, 64], [8, 4], [1, 16]),
  form([128, 32], [8, 4], [1, 16]),
  form([128, 16], [8, 4], [1, 16]),
  form([32, 32], [4, 4], [4, 32]),
  form([64, 16], [4, 4], [4, 32]),
  form([16, 64], [4, 4], [4, 32]),
  form([16, 16], [4, 4], [16, 64]),
  form([64, 4], [4, 4], [8, 32]),
  form([4, 64], [4, 4], [8, 32]),
];

/** Threads that fill a large card. */
const MANY = 32_768;

/** What adding the tiles of one more share costs, in steps of k. */
const SHARE = 4;

/** What a read of a number costs in multiply-adds: from workgroup memory, and from beyond. */
const SHARED = 2;
const FAR = 8;

export interface ProductSizes {
  readonly batch: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** The threads of a workgroup. */
export function threadsOf({ rows, columns, perThread, shares }: ProductForm): number {
  return (rows / perThread[0]) * (columns / perThread[1]) * shares;
}

/** How many tiles there are along rows and columns. */
export function tilesOf({ rows, columns }: ProductForm, { m, n }: ProductSizes): [rows: number, columns: number] {
  return [Math.ceil(m / rows), Math.ceil(n / columns)];
}

/** The form that is reckoned to take the least time, by the sizes alone: they fix the order of every sum. */
export function productForm(sizes: ProductSizes): ProductForm {
  return fastest(FORMS, sizes);
}

/** Rows of a product of so many samples, by which predictions decide in how many shares they sum. */
const USUAL = 128;

/**
 * The same for predictions, where the order of a sample's sums shall not follow from how many samples there are: as many
 * shares as for a usual batch, and among the forms that have these the fastest.
 * @param rows of a sample.
 * @param n columns that do not follow from the samples, as those of weights; else there may be as many as they like.
 */
export function formBySample(sizes: ProductSizes, rows = 1, n = USUAL): ProductForm {
  const { shares } = productForm({ batch: 1, m: USUAL * rows, n, k: sizes.k });
  return fastest(
    FORMS.filter((form) => form.shares === shares),
    sizes,
  );
}

function fastest(forms: readonly ProductForm[], sizes: ProductSizes): ProductForm {
  return forms.reduce((best, form) => (timeOf(form, sizes) < timeOf(best, sizes) ? form : best));
}

/** Multiply-adds with what is padded, each with its reads of both memories, over the share of the card that is busy. */
function timeOf(form: ProductForm, sizes: ProductSizes): number {
  const { rows, columns, perThread, shares, depth } = form;
  const [down, across] = tilesOf(form, sizes);
  const tiles = sizes.batch * down * across;
  const steps = Math.ceil(sizes.k / depth) * depth + (shares === 1 ? 0 : SHARE * shares);
  const reads = SHARED * (1 / perThread[0] + 1 / perThread[1]) + FAR * (1 / rows + 1 / columns);
  const busy = Math.min(1, (tiles * threadsOf(form)) / MANY);
  return (tiles * rows * columns * steps * (1 + reads)) / busy;
}
