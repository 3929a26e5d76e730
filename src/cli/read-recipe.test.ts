import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { EvenkeelError } from "../errors.ts";
import { defineRecipe } from "../recipe/define-recipe.ts";
import { readRecipe } from "./read-recipe.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "evenkeel-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

describe("readRecipe", () => {
  test("reads JSON with a byte-order mark, whatever the case of its ending", async () => {
    for (const name of ["a.json", "a.JSON"])
      expect(await readRecipe(file(name, '\uFEFF{"epochs":3}\r\n'))).toEqual({ epochs: 3 });
  });

  test("runs no file that does not say by its ending that it is a program", async () => {
    const ran = join(folder, "ran");
    const program = `import { writeFileSync } from "node:fs"; writeFileSync(${JSON.stringify(ran)}, ""); export default {};`;
    for (const name of ["recipe", "recipe.txt", "recipe.json", "recipe.json5", ".mjs"])
      await expect(readRecipe(file(name, program)), name).rejects.toMatchObject({ kind: "usage" });
    expect(existsSync(ran)).toBe(false);
  });

  test.each<[string, string | Uint8Array, string]>([
    ["a text that ends early", '{"epochs":3', "expected a JSON file, received"],
    ["a key twice", '{"epochs":3,"seed":1,"epochs":4}', 'expected a JSON file, received the key "epochs" twice'],
    ["another encoding", Uint8Array.of(0x7b, 0x22, 0xe9, 0x22, 0x3a, 0x31, 0x7d), "expected a JSON file, received"],
    ["UTF-16", Buffer.from('{"epochs":3}', "utf16le"), "expected a JSON file, received"],
    ["zeros", new Uint8Array(100), "expected a JSON file, received"],
    ["nothing", "", "expected a JSON file, received"],
  ])("refuses %s", async (_, content, message) => {
    const path = file("bad.json", "");
    writeFileSync(path, content);
    await expect(readRecipe(path)).rejects.toThrow(message);
  });

  test.each(['"__proto__":{"epochs":3}', '"constructor":1', '"epochs":1e999', '"epochs":"3"', '"hidden":[1e99]'])(
    "reads a recipe with %s, which is refused as one",
    async (text) => {
      const recipe = await readRecipe(file("other.json", `{${text}}`));
      expect(() => defineRecipe(recipe)).toThrow(EvenkeelError);
    },
  );

  test("refuses what is no recipe, however deep it lies", async () => {
    const deep = `{"hidden":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
    await expect(readRecipe(file("deep.json", deep))).rejects.toThrow(
      "expected a recipe, received lists within lists.",
    );
    for (const text of ["[1]", "null", "7"])
      await expect(readRecipe(file("other.json", text))).rejects.toThrow("expected an object of recipe keys");
  });
});
