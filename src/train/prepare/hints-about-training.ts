import { aboutClasses, hintsAbout } from "../../data/checks/hints.ts";
import { hintsAboutTargets } from "../../data/checks/hints-about-targets.ts";
import type { Dataset } from "../../data/dataset.ts";
import { partOfScale } from "../../data/row-scale.ts";
import type { LinearScale, Scaling } from "../../data/scaling.ts";
import type { Shape } from "../../graph/shape.ts";
import { lastLayersOf } from "../../model/checks/last-layers.ts";
import type { Layer } from "../../model/layer.ts";
import { takesByName } from "../../model/wiring/with-inputs.ts";
import type { Head } from "./heads-of.ts";
import { hintsAboutTask } from "./hints-about-task.ts";
import { inputViews } from "./input-views.ts";

/** A run that is about to begin. */
interface Beginning {
  data: Dataset;
  layer: Layer;
  heads: readonly Head[];
  outputShape: Shape;
  /** Undefined where inputs stay as they are and nobody asked for that. */
  scaling: Scaling | "none" | undefined;
  targetScale: LinearScale | undefined;
  /** Of the training inputs. */
  range: readonly [number, number];
  /** Whether the loss was asked for. */
  givenLoss: boolean;
}

/** Hints, as sentences, at what may be wrong with the data of a run, or with its model for them. */
export function hintsAboutTraining(beginning: Beginning): string[] {
  const { data, layer, heads, outputShape, scaling, targetScale, range, givenLoss } = beginning;
  const ofOne = (name: string | undefined) => (hint: string) => (name === undefined ? hint : `${name}: ${hint}`);
  return [
    ...(data.table?.hints ?? []),
    ...inputViews(data, layer).flatMap(({ name, data: view, layers }) =>
      hintsAbout(view, scaling, layers, view === data ? range : undefined).map(ofOne(name)),
    ),
    ...heads.flatMap(({ name, data: { train, validation, test, classes } }) =>
      name === undefined ? [] : aboutClasses(train, [validation, test], classes).map(ofOne(name)),
    ),
    ...heads.flatMap(({ name, data: own, loss, place }) => {
      const last = lastLayersOf(layer, false, name).map((one) => one.name);
      const scale = place === undefined ? targetScale : targetScale && partOfScale(targetScale, place);
      return hintsAboutTargets(own, loss, last, scale).map(ofOne(name));
    }),
    ...aboutInputs(data, layer),
    ...aboutUnlearned(data, heads),
    ...(data.layout?.targets === undefined ? hintsAboutTask(data, { outputShape, given: givenLoss }) : []),
  ];
}

/** A hint at inputs with names that the model does not take apart. */
function aboutInputs({ layout, train: { inputs } }: Dataset, layer: Layer): string[] {
  const names = layout?.inputs?.map(({ name }) => name) ?? [];
  if (names.length < 2 || takesByName(layer)) return [];
  return [
    `The model sees the inputs ${names.join(", ")} as one row of ${inputs.shape[1]} numbers. To take each by its name, let the model, or its first layer, be a graph with input("${names[0]}").`,
  ];
}

/** A hint at targets that no output learns. */
function aboutUnlearned({ layout }: Dataset, heads: readonly Head[]): string[] {
  const left = (layout?.targets ?? []).filter(({ name }) => heads.every((head) => head.name !== name));
  if (left.length === 0) return [];
  const names = left.map(({ name }) => name).join(", ");
  return [`No output learns the targets ${names}. Give an output of this name a loss in heads(), or leave them out.`];
}
