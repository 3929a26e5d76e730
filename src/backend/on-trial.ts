/** Why the first of two devices computes while it is not known which one is faster. */
export function onTrial(description: string): string {
  return `${description} is on trial`;
}

/** Whether what a device says of itself may yet change: "wasm, 2 threads (auto: webgpu, a card is on trial)". */
export function isOnTrial(description: string): boolean {
  return / \(auto: .* is on trial\)$/.test(description);
}
