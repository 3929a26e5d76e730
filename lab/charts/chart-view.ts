import { signal } from "@preact/signals";
import type { BandKind } from "./seed-band.ts";

/** Whether curves go over steps or over seconds of training: in all charts. */
export const over = signal<"steps" | "seconds">("steps");
/** Whether losses are on a log scale. */
export const logLoss = signal(false);
/** What bands over seeds show. */
export const bandKind = signal<BandKind>("range");
