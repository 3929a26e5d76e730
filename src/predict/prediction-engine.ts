import type { BackendChoice, Device, Executable, Feed, Fetched } from "../backend/backend.ts";
import { engineOf } from "../backend/engine-of.ts";
import { closedOnFailure, openDevice } from "../backend/open.ts";
import { isOneForAll } from "../data/scaled.ts";
import { EvenkeelError } from "../errors.ts";
import { createProgram, type Program } from "../graph/program.ts";
import type { Shape } from "../graph/shape.ts";
import { input, type Tensor } from "../graph/tensor.ts";
import { workOf } from "../graph/work.ts";
import { applyScale } from "../model/apply-scale.ts";
import type { BuiltLayer, TensorSpecs } from "../model/layer.ts";
import { layerContext } from "../model/layer-context.ts";
import { LayerOutputs } from "../model/layer-outputs.ts";
import { variablesOf } from "../model/leaves.ts";
import { once } from "../once.ts";
import { defined } from "../options/defined.ts";
import type { TrainedModelParts } from "./model-parts.ts";

/** What a program computes, and for how many samples at once. */
export interface Kind {
  size: number;
  probabilities: boolean;
  masks: boolean;
  /** Whether it computes a whole call of predict(). */
  alone: boolean;
  /** Whether the calling thread computes it in any case. */
  here: boolean;
  /** What computes it; by default wasm, on the calling thread or in a worker. */
  backend?: BackendChoice;
  /** Whether it gives the output of each layer too. */
  layers?: boolean;
}

/** A call of at most this much work, less than about a millisecond, runs on the calling thread. */
const LITTLE_WORK = 2 ** 20;

/** Outputs by name, and what computed them. */
interface Computed {
  outputs: Fetched;
  backend: string;
}

type Place = "calling thread" | "worker" | Exclude<BackendChoice, "wasm">;

interface Opened {
  devices: Map<Place, Promise<Device>>;
  programs: Map<string, Promise<{ executable: Executable; device: Device }>>;
  closed: boolean;
  /** How that is named which computes by "auto". */
  named(backend: string): string;
}

/**
 * Runs the programs of a model's predictions. Small calls run on the calling thread, which takes microseconds and no
 * worker; others in a worker, so that the calling thread stays free. Where workers are not permitted, everything runs on
 * the calling thread.
 */
export class PredictionEngine {
  #parts: TrainedModelParts;
  readonly #predicted: ((output: Tensor) => Tensor) | undefined;
  readonly #built: BuiltLayer;
  #opened = nothing();

  constructor(parts: TrainedModelParts, predicted: ((output: Tensor) => Tensor) | undefined, built: BuiltLayer) {
    this.#parts = parts;
    this.#predicted = predicted;
    this.#built = built;
  }

  /** The sample's shape of the output of each layer, by the name of the output. */
  layers(): { layer: string; name: string; shape: Shape }[] {
    return this.#traced({ size: 1, probabilities: false, masks: false, alone: true, here: true }).layers.map(
      ({ layer, name, output }) => ({ layer, name, shape: output.shape.slice(1) }),
    );
  }

  /** Takes other weights in place of those it has; programs stay. */
  async useWeights(weights: TrainedModelParts["weights"]): Promise<void> {
    this.#parts = { ...this.#parts, weights };
    const opened = this.#opened;
    try {
      for (const opening of opened.devices.values()) {
        const device = await opening;
        for (const name of Object.keys(this.#tensors)) await device.write(name, weights[name]);
      }
    } catch {
      this.#opened = nothing(); // its worker died: the next prediction opens another one
      await closeAll(opened);
    }
  }

  /**
   * The outputs of a batch, the model's own as `result`. If a device is broken because its worker died, another one is opened;
   * so it is where the GPU was lost, which is said.
   */
  async run(kind: Kind, feed: Feed): Promise<Computed> {
    const opened = this.#opened;
    try {
      return await this.#run(opened, kind, feed);
    } catch (error) {
      if (opened.closed || (error instanceof EvenkeelError && error.kind === "usage")) throw error;
      const isOnGpu = kind.backend === "webgpu" || kind.backend === "auto";
      const lost = isOnGpu ? (await import("./lost-gpu.ts")).lostGpu(error) : undefined;
      if (this.#opened === opened) {
        this.#opened = nothing(lost?.named);
        await closeAll(opened);
      }
      const again = await this.#run(this.#opened, kind, feed);
      lost?.tell(again.backend);
      return again;
    }
  }

  async close(): Promise<void> {
    const opened = this.#opened;
    opened.closed = true;
    this.#opened = nothing();
    await closeAll(opened);
  }

  async #run(opened: Opened, kind: Kind, feed: Feed): Promise<Computed> {
    const { executable, device } = await once(opened.programs, JSON.stringify(kind), async () => {
      const program = this.#trace(kind);
      const work = workOf(Object.values(program.outputs));
      const onWasm = kind.here || (kind.alone && work <= LITTLE_WORK) ? "calling thread" : "worker";
      const { backend = "wasm" } = kind;
      const device = await this.#device(opened, backend === "wasm" ? onWasm : backend);
      return { executable: await device.compile(program), device };
    });
    const before = device.description;
    const [outputs] = await executable.run([feed]);
    const after = device.description;
    // Of two that "auto" has on trial, the first one gives the results, also those with which the other one is chosen.
    const computed = engineOf(before) === engineOf(after) ? after : before;
    return { outputs, backend: kind.backend === "auto" ? opened.named(computed) : computed };
  }

  #trace(kind: Kind): Program {
    const { result, layers } = this.#traced(kind);
    const watched = kind.layers ? Object.fromEntries(layers.map(({ name, output }) => [name, output])) : {};
    return { ...createProgram({ result, ...watched }, [], new Set(Object.keys(watched))), bySample: true };
  }

  #traced({ size, probabilities, masks }: Kind): { result: Tensor; layers: ReturnType<LayerOutputs["all"]> } {
    const { inputShape, scale } = this.#parts;
    const rows = input("inputs", [size, ...inputShape]); // centered, or scaled already
    const x = isOneForAll(scale) ? applyScale(rows, { ...scale, subtract: 0 }) : rows;
    const outputs = new LayerOutputs();
    outputs.begin(x);
    const output = this.#built.forward(
      x,
      layerContext({
        training: masks,
        batchStatistics: false,
        parameters: variablesOf(this.#built.parameters),
        state: variablesOf(this.#built.state),
        key: input("key", [3], "uint32"),
        onOutput: (path, of) => outputs.add(path, of),
      }),
    );
    outputs.add("output", output);
    const result = probabilities && this.#predicted !== undefined ? this.#predicted(output) : output;
    return { result, layers: outputs.all() };
  }

  get #tensors(): TensorSpecs {
    return { ...this.#built.parameters, ...this.#built.state };
  }

  #device(opened: Opened, place: Place): Promise<Device> {
    return once(opened.devices, place, async () => {
      const { relaxedSimd, winograd } = this.#parts;
      const options = defined({ relaxedSimd, winograd });
      if (place === "calling thread") return this.#filled(await openDevice({ ...options, threads: 0 }));
      if (place !== "worker") return this.#filled(await openDevice({ ...options, backend: place, threads: 1 }));
      const worker = await openDevice({ ...options, threads: 1 }).catch(() => undefined);
      return worker === undefined ? this.#device(opened, "calling thread") : this.#filled(worker);
    });
  }

  /** A device with the weights of the model. */
  #filled(device: Device): Promise<Device> {
    return closedOnFailure(device, async () => {
      for (const [name, { shape }] of Object.entries(this.#tensors))
        await device.create(name, shape, "float", this.#parts.weights[name]);
      return device;
    });
  }
}

function nothing(named = (backend: string) => backend): Opened {
  return { devices: new Map(), programs: new Map(), closed: false, named };
}

async function closeAll({ devices }: Opened): Promise<void> {
  for (const device of await Promise.allSettled(devices.values()))
    if (device.status === "fulfilled") await device.value.close();
}
