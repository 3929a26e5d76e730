/** Why the first of two devices computes while it is not known which one is faster. */
export function onTrial(description: string): string {
  return `${description} is on trial`;
}

/** What a device says of itself where the trial ended with the work: then the first one has computed all of it. */
export function withoutTrial(description: string): string {
  return isOnTrial(description) ? description.replace(/ \(auto: .*\)$/, "") : description;
}

/** Whether what a device says of itself may yet change: "wasm, 2 threads (auto: webgpu, a card is on trial)". */
export function isOnTrial(description: string): boolean {
  return / \(auto: .* is on trial\)$/.test(description);
}
