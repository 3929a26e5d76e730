import type { Device } from "../../backend/backend.ts";
import type { DeviceOptions } from "../../backend/open.ts";
import type { Phase } from "../diagnosis.ts";

/** Where an examination is. */
export interface DiagnoseProgress {
  /** The phase under way. */
  phase: Phase;
  /** Steps done in it. */
  step: number;
  /** How many there are at most. */
  steps: number;
}

/** What an examination that trains runs on, how long it may take, and who watches it. */
export interface Host extends DeviceOptions {
  /** The most steps of a probe or of a short training. */
  steps?: number | undefined;
  /** Ends it after the steps that are under way: what was examined so far counts. */
  signal?: AbortSignal | undefined;
  /** The devices that were opened for it, in order. */
  opened?: Pick<Device, "description">[];
  onProgress?: ((progress: DiagnoseProgress) => void) | undefined;
}
