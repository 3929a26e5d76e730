import { EvenkeelError } from "../errors.ts";
import { DeviceLost } from "./backend.ts";

/** The error that says that the GPU is gone, if it is one. */
export function lostIn(error: unknown): EvenkeelError | undefined {
  return error instanceof EvenkeelError && error.cause instanceof DeviceLost ? error : undefined;
}
