/** What is no news: one of the usual backends, as it was asked for. */
const USUAL = /^(wasm|reference)\b[^(]*$/;

/** Tells what computes a run, whenever it is another than before; nothing of what is usual. */
export function backendTeller(tell: (line: string) => void): (backend: string) => void {
  let told: string | undefined;
  return (backend) => {
    if (backend === told) return;
    told = backend;
    if (!USUAL.test(backend)) tell(`Computed by ${backend}`);
  };
}
