/** The same shape for any words: a text that is missing, or too much, is an error of types. */
export type Widened<T> = T extends string
  ? string
  : T extends (...of: infer A) => string
    ? (...of: A) => string
    : { readonly [K in keyof T]: Widened<T[K]> };
