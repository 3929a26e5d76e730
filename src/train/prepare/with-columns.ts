import type { Dataset } from "../../data/dataset.ts";
import { embeddedFeatures } from "../../data/table/embedded-features.ts";
import { firstLayersOf } from "../../model/checks/first-layers.ts";
import type { Layer } from "../../model/layer.ts";
import { embedColumns } from "../../model/layers/embed-columns.ts";
import { sequential } from "../../model/layers/sequential.ts";

/**
 * The model for data of a table: where columns of it are category numbers, a layer that makes trained vectors of them stands
 * before the model, unless it begins with one already.
 */
export function withColumns(layer: Layer, { columns }: Pick<Dataset, "columns">): Layer {
  const embedded = columns === undefined ? [] : embeddedFeatures(columns);
  const begun = firstLayersOf(layer).some(({ name }) => name === embedColumns.definition.name);
  return embedded.length === 0 || begun ? layer : sequential([embedColumns(embedded), layer]);
}
