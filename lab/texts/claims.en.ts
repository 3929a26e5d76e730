/** What the numbers of most claims mean. */
export const comparedNumbers = {
  accuracy: "Test accuracy",
  gain: "B ahead of A by",
  least: "at least (95\u00a0% interval)",
  most: "at most (95\u00a0% interval)",
} as const;
