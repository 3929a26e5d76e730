// From measured times to the figures of the table.
import { summary } from "./statistics.mjs";

/**
 * Adds to every result: `gflops`, `ofPeak` (against the register-only peak with as many threads, timed in the same
 * rounds), `ratio` and `ratioOfMinima` (the reference's time over this one's). `reference`: the id of Evenkeel's runner
 * with all threads.
 */
export function reportOf(measured, { reference, descriptions, failures, machine }) {
  const figures = measured.map(({ workload, results }) => {
    const own = results.find(({ runner }) => runner.id === reference);
    const runs = results.filter(({ runner }) => !LIMITS.includes(runner.peer));
    return {
      workload,
      bound: boundOf(workload, results, own),
      results: runs.map((result) => {
        const { runner, median, minimum } = result;
        const gflops = workload.flops === undefined ? undefined : workload.flops / median / 1e6;
        const limit = results.find(({ runner: { id } }) => id === limitOf(runner));
        return {
          ...result,
          gflops,
          ofPeak: gflops === undefined || limit === undefined ? undefined : gflops / peakOf(limit),
          ratio: own === undefined ? undefined : own.median / median,
          ratioOfMinima: own === undefined ? undefined : own.minimum / minimum,
        };
      }),
    };
  });
  return {
    machine,
    reference,
    descriptions: Object.fromEntries(descriptions),
    failures,
    peaks: peaksOf(measured),
    measured: figures,
  };
}

/** Runners that show what the machine can do at all. */
const LIMITS = ["limit", "bandwidth"];

/**
 * The least that a step can take with as many threads as Evenkeel has, in ms: `products` at the peak of multiply-and-add,
 * `memory` at the speed at which it is read, whichever is longer. `ratio`: how many times as long Evenkeel takes.
 */
function boundOf({ least }, results, own) {
  const of = (peer) =>
    results.find(({ runner }) => runner.peer === peer && threadsOf(runner) === threadsOf(own?.runner ?? runner));
  const [limit, memory] = [of("limit"), of("bandwidth")];
  if (least === undefined || own === undefined || limit === undefined || memory === undefined) return undefined;
  // The best of both: a limit is what the machine can do, not what it did beside other programs.
  const products = (least.flops * limit.minimum) / (threadsOf(limit.runner) * limit.runner.fixed.flops);
  const bytesPerMs = (threadsOf(memory.runner) * memory.runner.fixed.bytes) / memory.minimum;
  const milliseconds = Math.max(products, least.bytes / bytesPerMs);
  return { products, memory: least.bytes / bytesPerMs, milliseconds, ratio: own.median / milliseconds };
}

/** The median of the peak over the whole run, by number of threads, in GFLOP/s. */
function peaksOf(measured) {
  const limits = measured.flatMap(({ results }) => results).filter(({ runner }) => runner.peer === "limit");
  const threads = [...new Set(limits.map(({ runner }) => threadsOf(runner)))].sort((a, b) => a - b);
  const peakFor = (count) => summary(limits.filter(({ runner }) => threadsOf(runner) === count).map(peakOf)).median;
  return Object.fromEntries(threads.map((count) => [count, peakFor(count)]));
}

/** The runner that shows what this one could reach; none for peers, which may use wider SIMD. */
function limitOf({ peer, id }) {
  return peer === "evenkeel" ? id.replace("evenkeel", "limit") : undefined;
}

/** Every thread does the whole of it. */
function peakOf({ runner, median }) {
  return (threadsOf(runner) * runner.fixed.flops) / median / 1e6;
}

function threadsOf({ id }) {
  return Number(id.split("-")[1]);
}
