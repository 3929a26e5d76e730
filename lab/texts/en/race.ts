/** Words of race: what becomes of workers, and what they cannot answer. */
export const race = {
  died: (reason: string) =>
    `The worker that trains this side ended by itself${reason === "" ? "" : ` (${reason})`}. Most often the memory was not enough: a smaller model or fewer samples may help.`,
  hangs: (seconds: number) =>
    `The worker that trains this side has not answered for ${seconds} seconds. One step may take too long here: try a smaller model or a smaller batch.`,
  unreadable: "The page could not read a message of the worker that trains this side.",
  reasons: {
    nothingTrained: "Nothing was trained yet. Start the race first.",
    noStep: "No step was taken yet.",
  },
  library: (said: string) => said,
  noTest:
    "expected a test set, on which A and B are compared, received none: set testSize to more than 0, and take test: 0 out of the data.",
  gone: "The worker that knew this has ended. Start the race again.",
  engine: (relaxed: boolean) =>
    `WebAssembly, ${relaxed ? "relaxed SIMD" : "SIMD"}, one thread for each of the two networks`,
  kept: (most: number, megabytes: number) =>
    `Up to ${most} steps of each side are kept, spread over the run, in at most ${megabytes} MB.`,
};
