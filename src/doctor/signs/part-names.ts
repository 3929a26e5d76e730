/** The sets that are compared with the training set. */
export const OTHER_PARTS = ["validation", "test"] as const;
