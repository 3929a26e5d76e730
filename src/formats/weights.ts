import type { HostArray } from "../backend/backend.ts";

/** Tensors by their variables' names, as they are kept and saved. */
export type Weights = Readonly<Record<string, HostArray>>;
