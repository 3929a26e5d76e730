import type { Device, Executable, Feed } from "../backend/backend.ts";
import { closedOnFailure, openDevice } from "../backend/open.ts";
import { isOneForAll } from "../data/scaled.ts";
import { EvenkeelError } from "../errors.ts";
import { createProgram, type Program } from "../graph/program.ts";
import { input, type Tensor } from "../graph/tensor.ts";
import { workOf } from "../graph/work.ts";
import { applyScale } from "../model/apply-scale.ts";
import type { BuiltLayer } from "../model/layer.ts";
import { layerContext } from "../model/layer-context.ts";
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
}

/** A call of at most this much work, less than about a millisecond, runs on the calling thread. */
const LITTLE_WORK = 2 ** 20;

type Place = "calling thread" | "worker";

interface Opened {
  devices: Map<Place, Promise<Device>>;
  programs: Map<string, Promise<Executable>>;
  closed: boolean;
}

/**
 * Runs the programs of a model's predictions. Small calls run on the calling thread, which takes microseconds and no
 * worker; others in a worker, so that the calling thread stays free. Where workers are not permitted, everything runs on
 * the calling thread.
 */
export class PredictionEngine {
  readonly #parts: TrainedModelParts;
  readonly #predicted: ((output: Tensor) => Tensor) | undefined;
  readonly #built: BuiltLayer;
  #opened = nothing();

  constructor(parts: TrainedModelParts, predicted: ((output: Tensor) => Tensor) | undefined, built: BuiltLayer) {
    this.#parts = parts;
    this.#predicted = predicted;
    this.#built = built;
  }

  /** The outputs of a batch. If a device is broken because its worker died, another one is opened. */
  async run(kind: Kind, feed: Feed): Promise<ArrayLike<number>> {
    const opened = this.#opened;
    try {
      return await this.#run(opened, kind, feed);
    } catch (error) {
      if (opened.closed || (error instanceof EvenkeelError && error.kind === "usage")) throw error;
      if (this.#opened === opened) {
        this.#opened = nothing();
        await closeAll(opened);
      }
      return this.#run(this.#opened, kind, feed);
    }
  }

  async close(): Promise<void> {
    const opened = this.#opened;
    opened.closed = true;
    this.#opened = nothing();
    await closeAll(opened);
  }

  async #run(opened: Opened, kind: Kind, feed: Feed): Promise<ArrayLike<number>> {
    const executable = await once(opened.programs, JSON.stringify(kind), async () => {
      const program = this.#trace(kind);
      const work = workOf(Object.values(program.outputs));
      const device = await this.#device(opened, kind.alone && work <= LITTLE_WORK ? "calling thread" : "worker");
      return device.compile(program);
    });
    return (await executable.run([feed]))[0].result;
  }

  #trace({ size, probabilities, masks }: Kind): Program {
    const { inputShape, scale } = this.#parts;
    const rows = input("inputs", [size, ...inputShape]); // centered, or scaled already
    const output = this.#built.forward(
      isOneForAll(scale) ? applyScale(rows, { ...scale, subtract: 0 }) : rows,
      layerContext({
        training: masks,
        batchStatistics: false,
        parameters: variablesOf(this.#built.parameters),
        state: variablesOf(this.#built.state),
        key: input("key", [3], "uint32"),
      }),
    );
    const result = probabilities && this.#predicted !== undefined ? this.#predicted(output) : output;
    return { ...createProgram({ result }), bySample: true };
  }

  #device(opened: Opened, place: Place): Promise<Device> {
    return once(opened.devices, place, async () => {
      const { relaxedSimd, winograd } = this.#parts;
      const options = defined({ relaxedSimd, winograd });
      if (place === "calling thread") return this.#filled(await openDevice({ ...options, threads: 0 }));
      const worker = await openDevice({ ...options, threads: 1 }).catch(() => undefined);
      return worker === undefined ? this.#device(opened, "calling thread") : this.#filled(worker);
    });
  }

  /** A device with the weights of the model. */
  #filled(device: Device): Promise<Device> {
    return closedOnFailure(device, async () => {
      for (const [name, { shape }] of Object.entries({ ...this.#built.parameters, ...this.#built.state }))
        await device.create(name, shape, "float", this.#parts.weights[name]);
      return device;
    });
  }
}

function nothing(): Opened {
  return { devices: new Map(), programs: new Map(), closed: false };
}

async function closeAll({ devices }: Opened): Promise<void> {
  for (const device of await Promise.allSettled(devices.values()))
    if (device.status === "fulfilled") await device.value.close();
}
