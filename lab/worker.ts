/** What runs in a worker of the lab: it carries out one run at a time. */
import type { FromWorker, ToWorker } from "./protocol.ts";
import { Station } from "./worker/station.ts";
import { transferOf } from "./worker/transfer-of.ts";

const scope = self as unknown as {
  postMessage(message: FromWorker, transfer: ArrayBuffer[]): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
};
const station = new Station((message) => scope.postMessage(message, transferOf(message)));
// What nobody caught is an error of the worker, so that the page hears of it.
scope.onmessage = ({ data }) => void station.hear(data).catch(reportError);
station.open().catch(reportError);
