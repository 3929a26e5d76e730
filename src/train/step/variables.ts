import type { Tensor } from "../../graph/tensor.ts";

/** Variables of a device, by the names of the parameters or statistics that they hold. */
export type Variables = Readonly<Record<string, Tensor<"variable">>>;
