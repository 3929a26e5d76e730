import { type Option, optional, signalOption } from "../../options.ts";
import { IMAGE_FOLDER_OPTIONS } from "../images/image-folder-options.ts";
import { defineSource } from "../source.ts";

export const imageFolder = defineSource({
  name: "imageFolder",
  summary: "Images in a folder for each class, PNG or JPEG, as bytes [n, height, width, channels].",
  source: "the layout of torchvision's ImageFolder and of Keras' image_dataset_from_directory",
  section: "data",
  use: 'For images of your own: imageFolder("flowers") reads flowers/rose/1.png as an image of the class rose. Classes and files are sorted by name; folders within a class belong to it. A folder that has train and test, or train, val and test, is read as these sets. What a file is follows from its content, not its ending.',
  avoid:
    "All images are in memory, at most 2 GB, and one of more than 25 megapixels is refused. JPEG needs the package jpeg-js, takes about a second for 7 megapixels, and is not turned by its EXIF data. Images are stretched to `size`: crop them first where their shapes differ much. Paths need Node.js; a page gives the files of an <input webkitdirectory>.",
  example: 'imageFolder("flowers", { size: 32, validation: 0.1, test: 0.2 })',
  options: IMAGE_FOLDER_OPTIONS,
  positional: ["path"],
  host: { signal: optional(signalOption("what ends the work early; none by default") as Option<AbortSignal>) },
  load: async (values, { signal }) => {
    const { readImageFolder } = await import("../images/read-image-folder.ts");
    return readImageFolder(values, signal);
  },
});
