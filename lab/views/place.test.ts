import { expect, test } from "vitest";
import { placeOf } from "./place.ts";

test("an address that names no chapter of this build says which name it was", () => {
  expect(placeOf("#/alchemy/main?seed=3")).toEqual({ kind: "unknown", name: "alchemy" });
  expect(placeOf("#/%E4%B8%AD/main")).toEqual({ kind: "unknown", name: "中" });
});

test("an address that is no text is shown as it is", () => {
  expect(placeOf("#/%E4%/main")).toEqual({ kind: "unknown", name: "%E4%" });
});
