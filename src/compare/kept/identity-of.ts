import { VERSION } from "../../version.ts";
import type { PreparedVariant } from "../prepared-variant.ts";
import type { Identity } from "./kept-runs.ts";
import { variantIdentity } from "./variant-identity.ts";

/** By which a study is known again, whatever its seeds. The code of tricks and models of one's own is not seen, only their names and options. */
export function identityOf(variants: readonly PreparedVariant[], backend: string): Identity {
  const described = variants.map((variant) => [variant.name, variantIdentity(variant)]);
  return { evenkeel: VERSION, backend, variants: Object.fromEntries(described) };
}
