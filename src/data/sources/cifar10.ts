import { usageError } from "../../errors.ts";
import { defined } from "../../options/defined.ts";
import { custom, optional } from "../../options.ts";
import { sayOnce } from "../../say-once.ts";
import { type FolderInput, folderSchema } from "../files/folder-input.ts";
import { DOWNLOAD_HOST, IDX_OPTIONS } from "../files/idx-options.ts";
import { defineSource, type Tested } from "../source.ts";
import { holdOut } from "../split.ts";

const CLASSES = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];
const MIRRORS = ["https://www.cs.toronto.edu/~kriz/"];

export const cifar10 = defineSource({
  name: "cifar10",
  summary:
    "CIFAR-10: 50,000 small photographs of ten kinds of things to train on and 10,000 to test, as bytes [n, 32, 32, 3].",
  source: "Krizhevsky 2009, Learning Multiple Layers of Features from Tiny Images; the binary version, MD5 by its page",
  section: "data",
  use: "The usual next step after MNIST, and much harder: a resnet() of depth 20 reads 91.25 % of the test images after 64,000 steps of 128 images that are shifted and flipped (He et al. 2016, table 6). Reads the six .bin files, a part of them, or the archive in `directory`; else downloads the archive (170 MB) into `cache`.",
  avoid:
    "All images take 184 MB, and a convolutional network needs hours on a few cores; hold most of them out to try things. Paths and downloads need Node.js; a page gives Files.",
  example: 'cifar10({ directory: "cifar-10-batches-bin", validation: 5000 })',
  options: {
    ...IDX_OPTIONS,
    directory: optional(
      custom<FolderInput | undefined>(
        folderSchema,
        undefined,
        "a folder, or a list of its Files or of { name, bytes }",
        "a folder with data_batch_1.bin to data_batch_5.bin and test_batch.bin, or with the archive; by default it is downloaded",
      ),
    ),
  },
  host: DOWNLOAD_HOST,
  load: async ({ directory, cache, mirrors = MIRRORS, stallAfter, validation, seed }, context): Promise<Tested> => {
    const kept = cache ?? context.cache;
    if (directory === undefined && kept === undefined)
      throw usageError({
        where: "cifar10",
        expected: "a `directory` with the files, or a `cache` folder to download them to",
        received: "neither",
      });
    const { cifarParts } = await import("../files/cifar-parts.ts"); // few runs need what reads these files
    const options = defined({ ...context, cache: undefined, stallAfter });
    const from = directory ?? { cache: `${kept}/cifar10`, mirrors };
    const { train: all, test, where } = await cifarParts(from, CLASSES.length, options);
    const [trained, tested] = [all.targets.data.length, test.targets.data.length];
    if (trained !== 50_000 || tested !== 10_000)
      sayOnce([
        `cifar10: ${where} has a part of the set: ${trained.toLocaleString("en")} of 50,000 training and ${tested.toLocaleString("en")} of 10,000 test images. Results are not those that others report.`,
      ]);
    const parts = validation === 0 ? { train: all } : holdOut(all, validation, seed, "cifar10: validation");
    return { name: "cifar10", ...parts, test, classes: CLASSES };
  },
});
