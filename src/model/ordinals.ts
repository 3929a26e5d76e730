import { once } from "../once.ts";

/** Names layers by kind and ordinal: the second dense layer is "dense#1", wherever it stands. */
export class Ordinals {
  readonly #names = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /** The name of the layer at a path: the next ordinal of its kind, or the one it has already. */
  nameOf(kind: string, path: string): string {
    return once(this.#names, path, () => {
      const ordinal = this.#counts.get(kind) ?? 0;
      this.#counts.set(kind, ordinal + 1);
      return `${kind}#${ordinal}`;
    });
  }

  /** The name of a tensor of a layer, by the layer's kind and ordinal: "3.dense/kernel" → "dense#1/kernel". */
  tensorOf(name: string, kind?: string): string {
    const path = name.split("/");
    const own = path.pop();
    return `${this.nameOf(kind ?? withoutPlace(path.at(-1) ?? ""), path.join("/"))}/${own}`;
  }
}

/** "3.dense" → "dense" */
export function withoutPlace(name: string): string {
  return name.replace(/^\d+\./, "");
}
