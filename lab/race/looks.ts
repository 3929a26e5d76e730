import type { LookRequest } from "../protocol.ts";

/** All that may be looked at; a worker leaves out what its data or its model do not have. */
export const LOOKS: LookRequest = { surface: 40, histograms: true, filters: true };
