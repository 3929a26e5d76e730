import * as v from "valibot";
import { count, custom, flag, optional } from "../../options.ts";
import { FILES, type FolderInput, folderSchema } from "../files/folder-input.ts";
import { partOption } from "../split.ts";

const MOST_PIXELS = 4096;
const pixels = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_PIXELS));
const FOLDER = `the path of a folder, or ${FILES}`;
export const IMAGE_FOLDER_OPTIONS = {
  path: custom<FolderInput>(folderSchema, undefined, FOLDER, "a folder that has a folder of images for each class"),
  size: optional(
    custom<number | readonly number[] | undefined>(
      v.union([pixels, v.tuple([pixels, pixels])]),
      undefined,
      "a whole number of pixels, or [height, width]",
      "what images are resized to, stretched where they have another shape; by default all must have one size",
    ),
  ),
  channels: optional(
    custom<number | undefined>(
      v.picklist([1, 3, 4]),
      undefined,
      "1 (gray), 3 (RGB) or 4 (RGB and alpha)",
      "by default 3, or 1 where all images are gray",
    ),
  ),
  background: count(255, "what transparent pixels show, from 0 (black) to 255 (white)", 0, 255),
  validation: partOption("images held out to validate on"),
  test: partOption("images held out to test the trained model"),
  seed: count(1, "which images go where", 0),
  validationFolder: optional(
    custom<FolderInput | undefined>(folderSchema, undefined, FOLDER, "images to validate on; none by default"),
  ),
  testFolder: optional(
    custom<FolderInput | undefined>(folderSchema, undefined, FOLDER, "images to test with; none by default"),
  ),
  skipBroken: flag(false, "whether broken files are left out and counted; by default they are an error"),
};
