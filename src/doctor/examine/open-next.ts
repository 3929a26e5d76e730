import type { Device } from "../../backend/backend.ts";
import { backendOf } from "../../backend/backend-of.ts";
import { openDevice } from "../../backend/open.ts";
import type { Host } from "./host.ts";

/**
 * Opens a device of an examination. "auto" chooses on the first one (`settle` waits for that); the others are of the backend that it
 * has chosen.
 */
export async function openNext(host: Host): Promise<Device> {
  const { opened = [] } = host;
  const backend = opened.length === 0 ? host.backend : backendOf(opened[0].description);
  const device = await openDevice({ ...host, backend });
  opened.push(device);
  return device;
}
