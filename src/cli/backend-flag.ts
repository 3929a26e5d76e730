import type { BackendChoice } from "../backend/backend.ts";
import { deviceOptions } from "../backend/open.ts";
import { readValue } from "./recipe-flags.ts";

export const BACKEND_DOC =
  "what computes: wasm, webgpu (a GPU, by the package webgpu), auto (the faster of both), reference (default: wasm)";

/** The backend of the flag; undefined if it was not given. @throws a usage error for another name. */
export function backendFlag({ backend }: Readonly<Record<string, unknown>>): BackendChoice | undefined {
  return typeof backend === "string"
    ? (readValue("--backend", deviceOptions.backend, backend) as BackendChoice)
    : undefined;
}
