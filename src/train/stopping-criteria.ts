/** What early stopping goes by, after each epoch. */
export interface Losses {
  /**
   * The loss, or another measure, of the validation set, or of the training set without one: numbers to make small, negative
   * where a larger measure is a better one.
   */
  watched: readonly number[];
  /** The training loss. */
  train: readonly number[];
}

export interface CriterionOptions {
  patience: number;
  minDelta: number;
  alpha: number | undefined;
  stripLength: number;
  successiveStrips: number;
  /** Whether the measure is one to make large, for the words; false by default. */
  higherIsBetter?: boolean;
}

/** Says why to stop, in words, or undefined; asked once after each epoch, with the losses so far. */
type Criterion = (losses: Losses) => string | undefined;

/**
 * When to stop. GL, PQ and UP are those of Prechelt 1998, section 2, with his E_va as the watched loss and E_tr as the
 * training loss; t is the number of epochs done. Losses that are not finite are never the lowest, and stop nothing here.
 */
export const CRITERIA = {
  /** No improvement of more than minDelta for `patience` epochs. */
  patience({ patience, minDelta, higherIsBetter }) {
    let best = { loss: Infinity, epoch: 0 };
    return ({ watched }) => {
      const [epoch, loss] = [watched.length, watched[watched.length - 1]];
      if (loss < best.loss - minDelta) best = { loss, epoch };
      if (epoch - best.epoch < patience || best.epoch === 0) return undefined;
      const measure = higherIsBetter === true ? -best.loss : best.loss;
      const reached = `(${measure.toPrecision(4)}) after epoch ${best.epoch}`;
      const { best: most, improved, beyond } = wordsOf(higherIsBetter);
      return minDelta === 0
        ? `was ${most} ${reached}`
        : `${improved} by no more than ${minDelta} ${beyond} its value ${reached}`;
    };
  },

  /** GL_α: stop once GL(t) > α. */
  GL({ alpha = 5, higherIsBetter }) {
    const generalizationLoss = riseAboveLowest();
    return (losses) => {
      const rise = generalizationLoss(losses);
      return rise > alpha ? `is ${rise.toPrecision(3)} % ${off(higherIsBetter)} (GL ${alpha})` : undefined;
    };
  },

  /** PQ_α: stop at the end of a strip once GL(t) / P_k(t) > α. */
  PQ({ alpha = 0.5, stripLength, higherIsBetter }) {
    const generalizationLoss = riseAboveLowest();
    return (losses) => {
      const rise = generalizationLoss(losses);
      if (losses.watched.length % stripLength !== 0) return undefined;
      const progress = trainingProgress(losses.train.slice(-stripLength));
      if (!(rise > alpha * progress)) return undefined;
      return `is ${rise.toPrecision(3)} % ${off(higherIsBetter)}, against training progress of ${progress.toPrecision(3)} ‰ (PQ ${alpha})`;
    };
  },

  /** UP_s: stop when it has risen in s strips in a row: E_va(t) > E_va(t − k) at the end of each. */
  UP({ stripLength: k, successiveStrips, higherIsBetter }) {
    return ({ watched }) => {
      const t = watched.length;
      if (t % k !== 0 || t <= successiveStrips * k) return undefined; // the first strip's end has none to compare with
      for (let s = 0; s < successiveStrips; s++)
        if (!(watched[t - 1 - s * k] > watched[t - 1 - (s + 1) * k])) return undefined;
      return `${wordsOf(higherIsBetter).worsened} in ${successiveStrips} strips of ${k} epochs in a row (UP ${successiveStrips})`;
    };
  },
} as const satisfies Record<string, (options: CriterionOptions) => Criterion>;

/** What is said of a measure to make small, or large. */
function wordsOf(higherIsBetter = false) {
  return higherIsBetter
    ? { best: "highest", improved: "rose", worsened: "fell", beyond: "above", behind: "below" }
    : { best: "lowest", improved: "fell", worsened: "rose", beyond: "below", behind: "above" };
}

/** "above its lowest" */
function off(higherIsBetter: boolean | undefined): string {
  const { behind, best } = wordsOf(higherIsBetter);
  return `${behind} its ${best}`;
}

export type CriterionName = keyof typeof CRITERIA;

/** GL(t) = 100 · (E_va(t) / E_opt(t) − 1), E_opt(t) = min E_va(t′), t′ ≤ t: percent. Asked after every epoch. */
function riseAboveLowest(): (losses: Losses) => number {
  let lowest = Infinity;
  return ({ watched }) => {
    const loss = watched[watched.length - 1];
    if (!Number.isFinite(loss)) return Number.NaN;
    lowest = Math.min(lowest, loss);
    return 100 * relative(loss - lowest, lowest);
  };
}

/** P_k(t) = 1000 · (Σ E_tr(t′) / (k · min E_tr(t′)) − 1), over the last k epochs t′: per mille. */
function trainingProgress(strip: readonly number[]): number {
  const [mean, best] = [strip.reduce((sum, loss) => sum + loss, 0) / strip.length, Math.min(...strip)];
  return 1000 * relative(mean - best, best);
}

/** A difference in terms of a loss, also of one that may be negative; 0/0 is 0. */
function relative(difference: number, loss: number): number {
  return difference === 0 ? 0 : difference / Math.abs(loss);
}
