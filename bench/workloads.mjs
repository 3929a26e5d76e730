import { networks } from "./networks.mjs";
import { convolutions, products } from "./operations.mjs";

/** What `--quick` times of the operations. */
const QUICK = [
  "product-256-256-256",
  "product-512-512-512",
  "product-1024-1024-1024",
  "product-784-512-128-a",
  "convolution-14-32-64-1-",
  "convolution-32-16-16-1-",
  "convolution-32-16-32-2-",
];

/** What is timed, in the order of the table. `only`: kinds of operations and names of networks. */
export function workloads({ only, quick }) {
  const operations = [...products, ...convolutions].filter(
    ({ id }) => !quick || QUICK.some((prefix) => id.startsWith(prefix)),
  );
  const all = [...networks, ...operations];
  if (only === undefined) return all;
  const nameOf = ({ id, kind }) => (kind === "step" ? id : kind);
  const names = [...new Set(all.map(nameOf))];
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`--only: expected some of ${names.join(", ")}, received "${unknown}"`);
  return all.filter((workload) => only.includes(nameOf(workload)));
}
