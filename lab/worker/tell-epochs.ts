import { type Callback, defineCallback, type Epoch } from "evenkeel";

/** Tells of each epoch as it ends. */
export function tellEpochs(tell: (epoch: Epoch) => void): Callback {
  return defineCallback({
    name: "tellEpochs",
    summary: "Tells the page of each epoch.",
    source: "by definition",
    options: {},
    start: () => ({
      async epochEnd({ epoch }) {
        tell(epoch);
        return undefined;
      },
    }),
  })();
}
