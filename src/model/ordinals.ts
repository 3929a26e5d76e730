import { once } from "../once.ts";

/** Names of layers by kind and ordinal: the second dense layer is "dense#1", wherever it stands. */
export class Ordinals {
  readonly #names = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /** The name of the layer at a path: of its kind, the next one that was not named yet. */
  nameOf(kind: string, path: string): string {
    return once(this.#names, path, () => {
      const ordinal = this.#counts.get(kind) ?? 0;
      this.#counts.set(kind, ordinal + 1);
      return `${kind}#${ordinal}`;
    });
  }
}

/** "3.dense" → "dense" */
export function withoutPlace(name: string): string {
  return name.replace(/^\d+\./, "");
}
