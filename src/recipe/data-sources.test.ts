import { expect, test, vi } from "vitest";
import { DATA_SOURCES } from "./data-sources.ts";

test("says that a folder is not read where the data are drawn", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  const sizes = { trainSize: 20, validationSize: 0, testSize: 0, dataSeed: 1 };
  await DATA_SOURCES.digits({ ...sizes, dataDirectory: undefined });
  expect(warn).not.toHaveBeenCalled();
  const { train } = await DATA_SOURCES.digits({ ...sizes, dataDirectory: "photos" });
  expect(train.inputs.shape).toEqual([20, 28, 28, 1]);
  expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('To read a folder, set data: "mnist"'));
  warn.mockRestore();
});
