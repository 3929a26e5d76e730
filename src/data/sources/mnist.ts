import type { IdxFacts } from "../files/idx-dataset.ts";
import { DOWNLOAD_HOST, IDX_OPTIONS } from "../files/idx-options.ts";
import { TEST_IMAGES, TEST_LABELS, TRAIN_IMAGES, TRAIN_LABELS } from "../files/mnist-files.ts";
import { defineSource } from "../source.ts";

const FACTS: IdxFacts = {
  name: "mnist",
  classes: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
  mirrors: ["https://storage.googleapis.com/cvdf-datasets/mnist/", "https://ossci-datasets.s3.amazonaws.com/mnist/"],
  train: {
    images: { ...TRAIN_IMAGES, md5: "6bbc9ace898e44ae57da46a324031adb" },
    labels: { ...TRAIN_LABELS, md5: "a25bea736e30d166cdddb491f175f624" },
  },
  test: {
    images: { ...TEST_IMAGES, md5: "2646ac647ad5339dbf082846283269ea" },
    labels: { ...TEST_LABELS, md5: "27ae3e4e09519cfbb04c329615203637" },
  },
};

export const mnist = defineSource({
  name: "mnist",
  summary:
    "MNIST: 60,000 handwritten digits to train on and 10,000 to test, as bytes [n, 28, 28, 1]; downloaded (12 MB) or read.",
  source: "LeCun, Cortes and Burges 1998, The MNIST database; the files and their MD5 as torchvision has them",
  section: "data",
  use: "To compare with what others report: mlp() reads 97.8 % of the test digits after five epochs (seed 1), convolutional networks more. 0 is the background, 255 is ink.",
  avoid:
    "Models differ by tenths of a percent here, so a difference needs several seeds. Needs a `directory` with the four files, or a `cache` folder in Node.js; a page gives their Files as `directory`, which are told by name and size.",
  example: 'mnist({ cache: "data", validation: 5000 })',
  options: IDX_OPTIONS,
  host: DOWNLOAD_HOST,
  load: async (values, context) => {
    const { loadIdxDataset } = await import("../files/idx-dataset.ts"); // few runs need what reads these files
    return loadIdxDataset(FACTS, values, context);
  },
});

/** The options of `mnist` and of `fashionMnist`. */
export type IdxOptions = NonNullable<Parameters<typeof mnist>[0]>;
