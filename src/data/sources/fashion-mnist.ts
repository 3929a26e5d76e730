import type { IdxFacts } from "../files/idx-dataset.ts";
import { DOWNLOAD_HOST, IDX_OPTIONS } from "../files/idx-options.ts";
import { TEST_IMAGES, TEST_LABELS, TRAIN_IMAGES, TRAIN_LABELS } from "../files/mnist-files.ts";
import { defineSource } from "../source.ts";

const FACTS: IdxFacts = {
  name: "fashion-mnist",
  classes: ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
  mirrors: ["http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"],
  train: {
    images: { ...TRAIN_IMAGES, md5: "f4a8712d7a061bf5bd6d2ca38dc4d50a" },
    labels: { ...TRAIN_LABELS, md5: "9018921c3c673c538a1fc5bad174d6f9" },
  },
  test: {
    images: { ...TEST_IMAGES, md5: "8181f5470baa50b63fa0f6fddb340f0a" },
    labels: { ...TEST_LABELS, md5: "15d484375f8d13e6eb1aabb0c3f46965" },
  },
};

export const fashionMnist = defineSource({
  name: "fashionMnist",
  summary: "Fashion-MNIST: ten kinds of clothing in the sizes and the format of MNIST; downloaded (31 MB) or read.",
  source: "Xiao, Rasul and Vollgraf 2017, Fashion-MNIST, arXiv:1708.07747",
  section: "data",
  use: "In place of mnist() where digits are too easy: mlp() misreads 12.6 % of the test images after five epochs, and 2.2 % of those of mnist() (seeds 1 to 3).",
  avoid:
    "Shirts, coats and pullovers are hard to tell apart even for people. Needs a `directory` with the four files, or a `cache` folder in Node.js; a page gives their Files as `directory`, which are told by name and size. Recipes call it fashion-mnist.",
  example: 'fashionMnist({ cache: "data", validation: 5000 })',
  options: IDX_OPTIONS,
  host: DOWNLOAD_HOST,
  load: async (values, context) => {
    const { loadIdxDataset } = await import("../files/idx-dataset.ts"); // few runs need what reads these files
    return loadIdxDataset(FACTS, values, context);
  },
});
