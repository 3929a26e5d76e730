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
    const runs = results.filter(({ runner }) => runner.peer !== "limit");
    return {
      workload,
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
