import { expect, test } from "vitest";
import { moons } from "../../data/sources/moons.ts";
import { cure } from "./cure.ts";

test("data made in code, and what diagnose takes beside a recipe, are refused with what to do", async () => {
  const data = await moons({ samples: 20 });
  await expect(cure({ data, model: "mlp" } as never)).rejects.toThrow(
    /^cure: .* received data made in code\. .*table\.csv/,
  );
  await expect(cure({ recipe: {}, data } as never)).rejects.toThrow(
    /^cure: .* received recipe and data\. diagnose\(\)/,
  );
});
