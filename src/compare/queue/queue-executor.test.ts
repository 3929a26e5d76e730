import { describe, expect, test, vi } from "vitest";
import { engineFacts } from "../../backend/engine-facts.ts";
import { dense } from "../../model/layers/dense.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { defineRecipe } from "../../recipe/define-recipe.ts";
import type { RecipeInput } from "../../recipe/recipe.ts";
import { recipeData } from "../../recipe/recipe-data.ts";
import { compare } from "../compare.ts";
import { type PreparedVariant, prepareVariant } from "../prepared-variant.ts";
import { studyRun } from "../study-run.ts";
import { carryOutMessage } from "./carry-out-message.ts";
import { executorOf } from "./queue-executor.ts";
import { RecentData } from "./recent-data.ts";
import { type RunMessage, readRunMessage, runId, runMessageOf } from "./run-message.ts";
import type { RunQueue, RunQueueListener, RunState } from "./run-queue.ts";
import { refusalText } from "./run-result.ts";
import { workerWatch } from "./worker-watch.ts";

const RECIPE: RecipeInput = {
  data: "moons({ samples: 60 })",
  model: "mlp",
  hidden: [4],
  epochs: 1,
};
const HOST = { threads: 1, backend: "wasm" } as const;

async function prepared(input: RecipeInput = {}, name = "plain"): Promise<PreparedVariant> {
  const recipe = defineRecipe({ ...RECIPE, ...input });
  return prepareVariant({ name, changes: {}, recipe }, await recipeData(recipe), undefined, undefined, HOST);
}

/** A queue in memory, in which nothing happens by itself. */
class FakeQueue implements RunQueue {
  readonly shown = "redis://fake:6379";
  readonly name = "mine";
  readonly runs = new Map<string, { message: RunMessage; state: RunState }>();
  added = 0;
  listener: RunQueueListener | undefined;

  async add(id: string, message: RunMessage) {
    this.added++;
    if (!this.runs.has(id)) this.runs.set(id, { message, state: { state: "waiting" } });
    return this.look(id);
  }
  async look(id: string): Promise<RunState> {
    return this.runs.get(id)?.state ?? { state: "missing" };
  }
  async remove(id: string) {
    return this.runs.get(id)?.state.state === "waiting" && this.runs.delete(id);
  }
  async workers() {
    return [];
  }
  isUp() {
    return true;
  }
  async close() {}

  /** What becomes of the only run. */
  become(state: RunState) {
    const [[id, run]] = this.runs;
    run.state = state;
    this.listener?.onState(id, state);
  }
}

async function opened(signal?: AbortSignal) {
  const queue = new FakeQueue();
  const open = async (listener: RunQueueListener) => Object.assign(queue, { listener });
  const executor = await executorOf(open, await engineFacts("wasm"), { backend: "wasm", signal });
  return { queue, executor };
}

const RUN = { history: [], seconds: 1, variant: "other", seed: 9, stopped: { reason: "epochs", epoch: 1 } };

describe("a run by a queue", () => {
  test("is the run that this process would make, bit for bit", async () => {
    const variant = await prepared();
    const message = readRunMessage(
      JSON.parse(JSON.stringify(runMessageOf({ variant, seed: 3 }, await engineFacts("wasm"), "wasm"))),
    );
    const [there, here] = [await carryOutMessage(message, new RecentData({}), {}), await studyRun(variant, 3, HOST)];
    for (const run of [there, here]) run.seconds = run.history[0].seconds = 0;
    expect(there).toEqual(here);
    expect(here.test?.accuracy).toBeGreaterThan(0);
  });

  test("is known by what its bits depend on, whatever its name", async () => {
    const engine = await engineFacts("wasm");
    const idOf = async (input: RecipeInput, name: string, seed = 1) =>
      runId(runMessageOf({ variant: await prepared(input, name), seed }, engine, "wasm"));
    const one = await idOf({}, "plain");
    expect(one).toMatch(/^[0-9a-f]{40}$/);
    expect(await idOf({}, "another name")).toBe(one);
    const others = [
      await idOf({ epochs: 2 }, "plain"),
      await idOf({ dataSeed: 2 }, "plain"),
      await idOf({}, "plain", 2),
    ];
    expect(new Set([one, ...others]).size).toBe(4);
  });

  test("is refused where the engine, the version or the data are others, in words", async () => {
    const message = runMessageOf({ variant: await prepared(), seed: 1 }, await engineFacts("wasm"), "wasm");
    const refusal = (changed: Partial<RunMessage>) =>
      carryOutMessage({ ...message, ...changed }, new RecentData({}), {}).catch(({ message }) => message);
    expect(await refusal({ engine: { multiplyAdd: "separate" } })).toMatch(
      /expected the same version and engine .* multiply-and-add: "separate" there, "\w+" here/,
    );
    expect(await refusal({ evenkeel: "0.0.1" })).toMatch(/evenkeel: "0\.0\.1" there, ".*" here/);
    const samples = { ...(message.identity.samples as object), train: "00000000" };
    expect(await refusal({ identity: { ...message.identity, samples } })).toMatch(
      /expected the same run .* samples: train: "00000000" there, .* here\. Put the same files/,
    );
    expect(() => readRunMessage({ hello: 1 })).toThrow();
  });

  test("counts once for variants that come to the same, and for each under its name", async () => {
    const { queue, executor } = await opened();
    const runs = Promise.all(
      ["one", "two"].map(async (name) => executor.carryOut({ variant: await prepared({}, name), seed: 1 }, () => {})),
    );
    await vi.waitFor(() => expect(queue.added).toBe(1));
    await vi.waitFor(() => queue.become({ state: "completed", value: { worker: "w", run: RUN } }));
    expect((await runs).map(({ variant, seed }) => [variant, seed])).toEqual([
      ["one", 1],
      ["two", 1],
    ]);
    expect(executor.facts()).toEqual({ parallel: 1, workers: 1 });
    await executor.close();
  });

  test("that the server lost is asked for again", async () => {
    const { queue, executor } = await opened();
    const run = executor.carryOut({ variant: await prepared(), seed: 1 }, () => {});
    await vi.waitFor(() => expect(queue.added).toBe(1));
    queue.runs.clear();
    await vi.waitFor(() => expect(queue.added).toBe(2), 3000);
    queue.become({ state: "completed", value: { worker: "w", run: RUN } });
    expect((await run).seconds).toBe(1);
    await executor.close();
  });

  test("that waits is taken out when the study is interrupted; one that has begun stays", async () => {
    for (const [state, failure, left] of [
      ["waiting", "interrupted before it began", 0],
      ["active", "interrupted", 1],
    ] as const) {
      const controller = new AbortController();
      const { queue, executor } = await opened(controller.signal);
      const run = executor.carryOut({ variant: await prepared(), seed: 1 }, () => {});
      await vi.waitFor(() => expect(queue.added).toBe(1));
      queue.become({ state });
      controller.abort();
      expect((await run).failure).toBe(failure);
      expect(queue.runs.size).toBe(left);
      await executor.close();
    }
  });

  test("that is refused, or answered by nonsense, ends the study; one that kills its workers is a failure", async () => {
    const outcomeOf = async (state: RunState) => {
      const { queue, executor } = await opened();
      const run = executor.carryOut({ variant: await prepared(), seed: 1 }, () => {});
      await vi.waitFor(() => expect(queue.added).toBe(1));
      queue.become(state);
      const outcome = await run.then(
        ({ failure }) => failure,
        ({ message }) => message,
      );
      await executor.close();
      return outcome;
    };
    expect(await outcomeOf({ state: "failed", reason: refusalText("host-7", "no such file") })).toMatch(
      /^compare: queue: plain, seed 1: expected .*, received host-7 refused it: no such file\. What is finished is kept/,
    );
    expect(await outcomeOf({ state: "completed", value: { worker: "w", run: { seed: "many" } } })).toMatch(
      /a result that is none/,
    );
    expect(await outcomeOf({ state: "failed", reason: "job stalled more than allowable limit" })).toMatch(
      /^the workers .* lost/,
    );
  });
});

describe("workers", () => {
  test("of other versions alone are an error after some looks, and none are waited for", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const watch = workerWatch({ name: "mine", shown: "redis://fake:6379" });
    watch([], 3);
    expect(warn).toHaveBeenCalledWith(
      expect.stringContaining("3 runs wait. Start some: evenkeel worker --queue redis://fake"),
    );
    const other = { worker: "old-1", queue: "0.0.9-fused-0", parallel: 1 };
    for (let i = 0; i < 3; i++) watch([other], 3);
    expect(() => watch([other], 3)).toThrow(/received old-1 with 0\.0\.9-fused-0/);
    expect(() => watch([other, { ...other, queue: "mine" }], 3)).not.toThrow();
    warn.mockRestore();
  });
});

describe("a study by a queue", () => {
  const vary = { dropout: [0, 0.5] };

  test("takes recipes alone: what is made in code is refused with what to write instead", async () => {
    const refusal = (options: Parameters<typeof compare>[0]) =>
      compare({ ...options, queue: "redis://127.0.0.1:1" }).catch(({ message }) => message);
    const model = () => sequential([dense(2)]);
    expect(await refusal({ base: RECIPE, vary, parallel: 2 })).toMatch(
      /^compare: parallel: expected no number of runs/,
    );
    expect(
      await refusal({ base: { data: RECIPE.data, epochs: 1 }, model: model(), vary: { learningRate: [0.1, 0.2] } }),
    ).toMatch(/model made in code\. Say it in the recipe, as an expression/);
    expect(await refusal({ base: RECIPE, variants: { a: {}, b: { options: { epochs: 2 } } } })).toMatch(
      /options made in code/,
    );
    const data = await recipeData(defineRecipe(RECIPE));
    expect(await refusal({ data, base: { model: "mlp", epochs: 1 }, vary })).toMatch(/data made in code\. Name them/);
  });

  test("says within seconds that there is no queue", async () => {
    await expect(compare({ base: RECIPE, vary, queue: "localhost" })).rejects.toThrow(/the URL of a Redis server/);
  });
});
