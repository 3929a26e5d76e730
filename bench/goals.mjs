// What the figures of a run are held against.
import { JAVASCRIPT_PEERS } from "./peers/index.mjs";

/** Two threads against one. */
const SCALING = 1.85;
/** Against the fastest peer in JavaScript. */
const JAVASCRIPT = 0.25;

/** { title, figure, goal, met, unit } for each workload that has goals and was measured. */
export function goalsOf(report) {
  return report.measured.flatMap(({ workload, results }) => {
    const own = results.find(({ runner }) => runner.id === report.reference);
    if (own === undefined) return [];
    const fastest = (peers) => {
      const times = results.filter(({ runner }) => peers.includes(runner.peer)).map(({ median }) => median);
      return times.length === 0 ? undefined : Math.min(...times);
    };
    const rows = [];
    const atMost = (what, figure, goal) =>
      rows.push({ title: `${workload.title}: ${what}`, figure, goal, unit: "×", met: figure <= goal });
    const atLeast = (what, figure, goal, unit) =>
      rows.push({ title: `${workload.title}: ${what}`, figure, goal, unit, met: figure >= goal, least: true });

    const pytorch = fastest(["pytorch"]);
    if (workload.kind === "step" && pytorch !== undefined)
      atMost("of PyTorch's time", own.median / pytorch, workload.goal);
    const javascript = fastest(JAVASCRIPT_PEERS);
    if (workload.kind === "step" && javascript !== undefined)
      atMost("of the time of the fastest JavaScript peer", own.median / javascript, JAVASCRIPT);
    if (workload.kind !== "step" && workload.goal !== undefined && own.ofPeak !== undefined)
      atLeast("of the peak", own.ofPeak, workload.goal, "%");
    const single = results.find(({ runner }) => runner.id === "evenkeel-1");
    if (single !== undefined && single !== own) atLeast("threads over one", single.median / own.median, SCALING, "×");
    return rows;
  });
}
