import { expectDataset } from "../../data/checks/expect-dataset.ts";
import { type Dataset, inputShape } from "../../data/dataset.ts";
import type { Layer } from "../../model/layer.ts";
import { withInputs } from "../../model/wiring/with-inputs.ts";
import { layerOf } from "../../predict/layer-of.ts";
import type { TrainedModel } from "../../predict/trained-model.ts";
import { type Capacity, capacityOf } from "./capacity-of.ts";
import { withColumns } from "./with-columns.ts";

/**
 * Parameters against training samples; a run has the same as `run.capacity`.
 *
 * The levels are those of the literature. Below one parameter for ten samples, about as many samples as W/ε
 * are there for an error of ε = 0.1 (Baum and Haussler 1989). Above as many parameters as samples × classes, a network can
 * usually fit the training set exactly: the interpolation threshold (Belkin et al. 2019; Nakkiran et al. 2020). Modern
 * networks often lie far beyond it and generalize all the same (Zhang et al. 2017), so the count says what *can* happen;
 * the validation loss says what does.
 * @throws a usage error for data that do not fit the model.
 * @example
 * const { level, explanation } = capacityReport(mlp(), data);
 */
export function capacityReport(model: Layer | TrainedModel, data: Dataset): Capacity {
  const layer = layerOf("capacityReport: model", model);
  expectDataset("capacityReport: data", data);
  return capacityOf(withColumns(withInputs(layer, data), data).build(inputShape(data.train)), data);
}
