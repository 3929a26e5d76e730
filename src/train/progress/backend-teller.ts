import { isUsual } from "../../backend/is-usual.ts";

/** Tells what computes a run, whenever it is another than before; nothing of what is usual. */
export function backendTeller(tell: (line: string) => void): (backend: string) => void {
  let told: string | undefined;
  return (backend) => {
    if (backend === told) return;
    told = backend;
    if (!isUsual(backend)) tell(`Computed by ${backend}`);
  };
}
