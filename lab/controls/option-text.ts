import { type Instance, type Option, toExpression } from "evenkeel";
import { holds } from "./option-shape.ts";

/** A value as a person writes it: 0.001, relu, [64, 32], dense(10). */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : written(value);
}

function written(value: unknown): string {
  if (isTrick(value)) return toExpression(value);
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
  if (typeof value === "object" && value !== null)
    return `{ ${Object.entries(value)
      .map(([key, one]) => `${JSON.stringify(key)}: ${written(one)}`)
      .join(", ")} }`;
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

/** Whether a value is a trick with its options. */
export function isTrick(value: unknown): value is Instance {
  return typeof value === "object" && value !== null && "definition" in value && "toJSON" in value;
}

/** The value that a text means to an option: the first reading that it accepts, else the text, which it refuses in words. */
export function valueFrom(option: Option<unknown>, text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  const items = trimmed
    .replace(/^\[|\]$/g, "")
    .split(",")
    .map((item) => item.trim());
  const readings = [json(trimmed), items.map((item) => json(item) ?? item), trimmed];
  const found = readings.find((reading) => reading !== undefined && holds(option, reading));
  return found ?? json(trimmed) ?? trimmed;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^([+-]?)\./, "$10."));
  } catch {
    return undefined;
  }
}
