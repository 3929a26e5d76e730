import type { Epoch } from "./run/history.ts";

/** The losses that early stopping goes by, after each epoch. */
export interface Losses {
  /** Of the validation set, or of the training set without one. */
  watched: readonly number[];
  train: readonly number[];
}

export interface CriterionOptions {
  patience: number;
  minDelta: number;
  alpha: number | undefined;
  stripLength: number;
  successiveStrips: number;
}

/** Says why to stop, in words, or undefined; asked once after each epoch, with the losses so far. */
type Criterion = (losses: Losses) => string | undefined;

/**
 * When to stop. GL, PQ and UP are those of Prechelt 1998, section 2, with his E_va as the watched loss and E_tr as the
 * training loss; t is the number of epochs done. Losses that are not finite are never the lowest, and stop nothing here.
 */
export const CRITERIA = {
  /** No improvement of more than minDelta for `patience` epochs. */
  patience({ patience, minDelta }) {
    let best = { loss: Infinity, epoch: 0 };
    return ({ watched }) => {
      const [epoch, loss] = [watched.length, watched[watched.length - 1]];
      if (loss < best.loss - minDelta) best = { loss, epoch };
      if (epoch - best.epoch < patience || best.epoch === 0) return undefined;
      const reached = `(${best.loss.toPrecision(4)}) after epoch ${best.epoch}`;
      return minDelta === 0 ? `was lowest ${reached}` : `fell by no more than ${minDelta} below its value ${reached}`;
    };
  },

  /** GL_α: stop once GL(t) > α. */
  GL({ alpha = 5 }) {
    const generalizationLoss = riseAboveLowest();
    return (losses) => {
      const rise = generalizationLoss(losses);
      return rise > alpha ? `is ${rise.toPrecision(3)} % above its lowest (GL ${alpha})` : undefined;
    };
  },

  /** PQ_α: stop at the end of a strip once GL(t) / P_k(t) > α. */
  PQ({ alpha = 0.5, stripLength }) {
    const generalizationLoss = riseAboveLowest();
    return (losses) => {
      const rise = generalizationLoss(losses);
      if (losses.watched.length % stripLength !== 0) return undefined;
      const progress = trainingProgress(losses.train.slice(-stripLength));
      if (!(rise > alpha * progress)) return undefined;
      return `is ${rise.toPrecision(3)} % above its lowest, against training progress of ${progress.toPrecision(3)} ‰ (PQ ${alpha})`;
    };
  },

  /** UP_s: stop when it has risen in s strips in a row: E_va(t) > E_va(t − k) at the end of each. */
  UP({ stripLength: k, successiveStrips }) {
    return ({ watched }) => {
      const t = watched.length;
      if (t % k !== 0 || t <= successiveStrips * k) return undefined; // the first strip's end has none to compare with
      for (let s = 0; s < successiveStrips; s++)
        if (!(watched[t - 1 - s * k] > watched[t - 1 - (s + 1) * k])) return undefined;
      return `rose in ${successiveStrips} strips of ${k} epochs in a row (UP ${successiveStrips})`;
    };
  },
} as const satisfies Record<string, (options: CriterionOptions) => Criterion>;

export type CriterionName = keyof typeof CRITERIA;

/** The loss that early stopping and schedules go by. */
export function watchedLoss({ validation, train }: Epoch): number {
  return (validation ?? train).loss;
}

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
