import type { FuzzKind } from "../kind.ts";
import { folderKinds } from "./folders.ts";
import { imagesKinds } from "./images.ts";
import { numbersKinds } from "./numbers.ts";
import { recipesKinds } from "./recipes.ts";
import { savedKinds } from "./saved.ts";
import { tablesKinds } from "./tables.ts";
import { weightsKinds } from "./weights.ts";

/** Every kind of file that the library reads. */
export async function fuzzKinds(scratch: string, fixtures: string): Promise<FuzzKind[]> {
  return [
    ...(await savedKinds()),
    ...weightsKinds(),
    ...(await folderKinds(scratch)),
    ...numbersKinds(fixtures),
    ...tablesKinds(),
    ...imagesKinds(),
    ...recipesKinds(scratch),
  ];
}
