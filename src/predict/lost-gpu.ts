import { lostIn } from "../backend/lost-in.ts";
import { sayOnce } from "../say-once.ts";

/** How predictions go on where a GPU was lost; undefined for other errors. */
export function lostGpu(error: unknown):
  | {
      /** What computes by "auto" from then on: another engine has the loss as its reason. */
      named(backend: string): string;
      /** Says that it was lost, and what goes on. */
      tell(backend: string): void;
    }
  | undefined {
  const lost = lostIn(error);
  if (lost === undefined) return undefined;
  const { where, facts } = lost;
  const withoutReason = (backend: string) => backend.split(" (auto: ")[0];
  return {
    named: (backend) =>
      backend.startsWith("webgpu") ? backend : `${withoutReason(backend)} (auto: ${where} was lost)`,
    tell: (backend) =>
      sayOnce([`${where} was lost (${facts.received}): predictions go on with ${withoutReason(backend)}.`]),
  };
}
