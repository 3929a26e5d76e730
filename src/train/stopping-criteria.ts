import type { History } from "./history.ts";

/** The losses that early stopping goes by, after each epoch. */
export interface Losses {
  /** Of the validation part, or of the training part without one. */
  watched: readonly number[];
  train: readonly number[];
}

export interface CriterionOptions {
  patience: number;
  minDelta: number;
  alpha: number | undefined;
  strip: number;
  strips: number;
}

/**
 * When to stop: a reason in words after the last epoch, or undefined. GL, PQ and UP are those of Prechelt 1998, section 2,
 * with his E_va as the watched loss and E_tr as the training loss; t is the number of epochs done.
 */
export const CRITERIA = {
  /** No improvement of more than minDelta for so many epochs. */
  patience: ({ watched }: Losses, { patience, minDelta }: CriterionOptions): string | undefined => {
    let best = { loss: Infinity, epoch: 0 };
    watched.forEach((loss, i) => {
      if (loss < best.loss - minDelta) best = { loss, epoch: i + 1 };
    });
    if (watched.length - best.epoch < patience) return undefined;
    return `was lowest (${best.loss.toPrecision(4)}) after epoch ${best.epoch}`;
  },

  /** GL_α: stop once GL(t) > α. */
  GL({ watched }: Losses, { alpha = 5 }: CriterionOptions): string | undefined {
    const loss = generalizationLoss(watched);
    return loss > alpha ? `is ${loss.toPrecision(3)} % above its lowest (GL ${alpha})` : undefined;
  },

  /** PQ_α: stop at the end of a strip once GL(t) / P_k(t) > α. */
  PQ({ watched, train }: Losses, { alpha = 0.5, strip }: CriterionOptions): string | undefined {
    if (watched.length === 0 || watched.length % strip !== 0) return undefined;
    const [loss, progress] = [generalizationLoss(watched), trainingProgress(train.slice(-strip))];
    if (!(loss > alpha * progress)) return undefined;
    const ratio = `${loss.toPrecision(3)} % above its lowest, against training progress of ${progress.toPrecision(3)} ‰`;
    return `is ${ratio} (PQ ${alpha})`;
  },

  /** UP_s: stop when it has risen in s strips in a row: E_va(t) > E_va(t − k) at the end of each. */
  UP({ watched }: Losses, { strip, strips }: CriterionOptions): string | undefined {
    const t = watched.length;
    if (t % strip !== 0 || t <= strips * strip) return undefined; // the first strip's end has none to compare with
    for (let s = 0; s < strips; s++)
      if (!(watched[t - 1 - s * strip] > watched[t - 1 - (s + 1) * strip])) return undefined;
    return `rose in ${strips} strips of ${strip} epochs in a row (UP ${strips})`;
  },
} as const;

export type Criterion = keyof typeof CRITERIA;

export function lossesOf(history: History): Losses {
  return {
    watched: history.map(({ validation, train }) => (validation ?? train).loss),
    train: history.map(({ train }) => train.loss),
  };
}

/** GL(t) = 100 · (E_va(t) / E_opt(t) − 1), E_opt(t) = min E_va(t′), t′ ≤ t: percent. */
function generalizationLoss(watched: readonly number[]): number {
  const best = Math.min(...watched);
  return 100 * relative((watched.at(-1) as number) - best, best);
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
