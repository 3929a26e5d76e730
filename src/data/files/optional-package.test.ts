import { expect, test } from "vitest";
import { optionalPackage } from "./optional-package.ts";

test("a package that is not installed is asked for, with the command that installs it", async () => {
  await expect(optionalPackage("no-such-package-here", "flowers/1.jpg", "reads JPEG files")).rejects.toMatchObject({
    kind: "usage",
    message:
      "flowers/1.jpg: expected the package no-such-package-here, which reads JPEG files, received none that is installed. Run npm install no-such-package-here.",
  });
});

test("a package that is installed is given", async () => {
  expect(await optionalPackage("jpeg-js", "flowers/1.jpg", "reads JPEG files")).toHaveProperty("default.decode");
});
