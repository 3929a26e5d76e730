import type { Indices } from "../../data/checks/check-indices.ts";
import { nameOfFeature } from "../../data/checks/name-of-feature.ts";
import { type Dataset, inputShape } from "../../data/dataset.ts";
import { placesOf } from "../../data/layout.ts";
import { sizeOf } from "../../data/size-of.ts";
import { embeddedFeatures } from "../../data/table/embedded-features.ts";

/** Which feature each number of a sample belongs to, and what the features are called. */
export interface Features {
  /** [numbers]; −1 for a number that is no quantity, such as that of a category. */
  readonly of: Int32Array;
  /** "column age", "channel 0", "input image, channel 0", "feature 3". */
  readonly names: readonly string[];
}

/**
 * Each number of samples [features] is a feature. Of images, and of all other samples with more than one axis, all places of a
 * channel are one. Of several inputs this holds for each by itself. Numbers that stand for something are left out: indices of
 * an embedding, and columns that are embedded.
 */
export function featuresOf(data: Dataset, indices: Indices | undefined): Features {
  const shape = inputShape(data.train);
  const parts = data.layout?.inputs ?? [{ name: undefined, shape }];
  const of = new Int32Array(sizeOf(shape)).fill(-1);
  const skipped = numbersThatStandForSomething(data, indices);
  const names: string[] = [];
  placesOf(parts).forEach(({ start, size }, i) => {
    const { name, shape: own } = parts[i];
    const several = own.length > 1;
    const channels = several ? own[own.length - 1] : size;
    const first = names.length;
    const fresh = new Map<number, number>();
    for (let at = start; at < start + size; at++) {
      if (skipped(at)) continue;
      const channel = (at - start) % channels;
      let feature = fresh.get(channel);
      if (feature === undefined) {
        feature = first + fresh.size;
        fresh.set(channel, feature);
        const called = several ? `channel ${channel}` : `feature ${channel}`;
        names.push(name === undefined ? (!several && nameOfFeature(at, data)) || called : `input ${name}, ${called}`);
      }
      of[at] = feature;
    }
  });
  return { of, names };
}

function numbersThatStandForSomething({ columns }: Dataset, indices: Indices | undefined): (number: number) => boolean {
  const embedded = new Set(columns === undefined ? [] : embeddedFeatures(columns).map(({ at }) => at));
  if (indices !== undefined && indices.among === undefined) return () => true;
  const places = indices?.among?.places ?? [];
  return (at) => embedded.has(at) || places.some(({ start, size }) => at >= start && at < start + size);
}
