// Who runs: Evenkeel, and its peers as far as they are installed.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bandwidth, peak } from "../operations.mjs";
import { Child } from "./child.mjs";

const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/**
 * `id` names the runner in results; `peer` groups variants, of which the faster counts; `takes` says which workloads it
 * can be given; `fixed` is timed in their stead; `start` gives its process, or throws the reason why there is none.
 */
export function runners({ threads, python, quick }) {
  const evenkeel = (count) => ({
    id: `evenkeel-${count}`,
    title: `Evenkeel, ${count === 1 ? "1 thread" : `${count} threads`}`,
    peer: "evenkeel",
    takes: () => true,
    start: () => node("evenkeel.mjs", count),
  });
  // What the machine can do at all, timed in the same rounds as what it does.
  const limit = (count) => ({
    id: `limit-${count}`,
    title: `the limit, ${count} threads`,
    peer: "limit",
    fixed: peak,
    takes: () => true,
    start: () => node("evenkeel.mjs", count),
  });
  const memory = (count) => ({
    ...limit(count),
    id: `bandwidth-${count}`,
    title: `the memory, ${count} threads`,
    peer: "bandwidth",
    fixed: bandwidth,
    takes: ({ kind }) => kind === "step",
  });
  const pytorch = (layout) => ({
    id: `pytorch-${layout}`,
    title: `PyTorch, ${layout.replace("_", " ")}`,
    peer: "pytorch",
    takes: (workload) => layout === "contiguous" || hasImages(workload),
    start: () => new Child(pythonWithTorch(python), [here("pytorch.py"), String(threads), layout]),
  });
  const inNode = (id, title, module, file, ...args) => ({
    id,
    title,
    peer: id,
    takes: ({ kind, m, n, k }) => kind === "step" || (kind === "product" && m === n && n === k),
    start() {
      if (!existsSync(here(`../node_modules/${module}`)))
        throw new Error(`${module} is not installed: npm --prefix bench ci`);
      return node(file, ...args);
    },
  });
  const all = [
    limit(threads),
    limit(1),
    memory(threads),
    evenkeel(threads),
    evenkeel(1),
    pytorch("contiguous"),
    pytorch("channels_last"),
  ];
  if (!quick)
    all.push(
      inNode("tfjs-wasm", "TensorFlow.js, wasm", "@tensorflow/tfjs-backend-wasm", "tensorflow.mjs", "wasm"),
      inNode("tfjs-cpu", "TensorFlow.js, cpu", "@tensorflow/tfjs", "tensorflow.mjs", "cpu"),
      inNode("jax-js", "jax-js, wasm", "@jax-js/jax", "jax.mjs"),
    );
  return all.filter(({ id }, i) => all.findIndex((other) => other.id === id) === i);
}

/** The peers that are JavaScript, as Evenkeel is. */
export const JAVASCRIPT_PEERS = ["tfjs-wasm", "tfjs-cpu", "jax-js"];

function hasImages({ kind, spec }) {
  return kind === "convolution" || (kind === "step" && JSON.stringify(spec).includes('"conv2d"'));
}

function node(file, ...args) {
  return new Child(process.execPath, [here(file), ...args.map(String)]);
}

let found;

/** The first Python that can import torch. */
function pythonWithTorch(asked) {
  if (found !== undefined) return found;
  const candidates = asked === undefined ? ["python3", "/usr/bin/python3"] : [asked];
  for (const candidate of candidates) {
    try {
      execFileSync(candidate, ["-c", "import torch"], { stdio: "ignore" });
      found = candidate;
      return found;
    } catch {
      // The next one may have it.
    }
  }
  throw new Error(`no PyTorch in ${candidates.join(", ")}: apt-get install python3-torch libopenblas0-pthread`);
}
