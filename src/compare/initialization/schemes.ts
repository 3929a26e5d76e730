import type { Initializer } from "../../model/initializer.ts";
import { gaussian } from "../../model/initializers/gaussian.ts";
import { glorotNormal } from "../../model/initializers/glorot-normal.ts";
import { heNormal } from "../../model/initializers/he-normal.ts";
import { lecunNormal } from "../../model/initializers/lecun-normal.ts";
import { standardNormal } from "../../model/initializers/standard-normal.ts";
import { uniform } from "../../model/initializers/uniform.ts";

/** The initialization schemes that are compared, each for a layer of n inputs. */
export const SCHEMES: Readonly<Record<string, (inputs: number) => Initializer>> = {
  "N(0, 1)": () => standardNormal(),
  "N(0, 1/n)": () => gaussian(),
  "U(±1/√n)": (inputs) => uniform({ bound: 1 / Math.sqrt(inputs) }), // Glorot and Bengio 2010, equation 1
  LeCun: () => lecunNormal(),
  Glorot: () => glorotNormal(),
  He: () => heNormal(),
};
