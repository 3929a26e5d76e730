import type { FromWorker, Look } from "../protocol.ts";

/** The memory that goes along with a message, so that pictures are not copied. */
export function transferOf(message: FromWorker): ArrayBuffer[] {
  if (message.kind === "went") return ofLook(message.went.look);
  if (message.kind === "look") return ofLook(message.look);
  if (message.kind === "saved") return [message.bytes.buffer as ArrayBuffer];
  return [];
}

function ofLook(look: Look | undefined): ArrayBuffer[] {
  const { surface, filters } = look ?? {};
  const arrays = [
    ...(surface === undefined ? [] : [surface.output, ...surface.units.flatMap(({ outputs }) => outputs)]),
    ...(filters?.pixels ?? []),
  ];
  return [...new Set(arrays.map(({ buffer }) => buffer as ArrayBuffer))];
}
