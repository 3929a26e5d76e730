import { expect, test } from "vitest";
import * as library from "../index.ts";
import { synonymsOf } from "./synonyms.ts";

/** What people type, and what all of it may stand for here. */
const TYPED =
  "lr beta1 beta2 epsilon wd kernelSize strides p outFeatures useBias criterion optimizer mse bce xavier kaiming ema";

test("knows only names that there are", () => {
  const options = new Set(
    Object.values(library).flatMap((value) =>
      Object.keys((value as { definition?: { options: object } }).definition?.options ?? {}),
    ),
  );
  for (const typed of TYPED.split(" ")) {
    const here = synonymsOf(typed).filter((name) => options.has(name) || name in library || DOORS.includes(name));
    expect(here, typed).not.toEqual([]);
  }
});

/** Options of functions, which no trick has. */
const DOORS = ["loss", "optimizer"];

test("does not mind case, hyphens and underscores", () => {
  expect(synonymsOf("kernel_size")).toEqual(synonymsOf("kernelSize"));
  expect(synonymsOf("Kernel-Size")).toEqual(synonymsOf("kernelSize"));
  expect(synonymsOf("nothing of the kind")).toEqual([]);
});
