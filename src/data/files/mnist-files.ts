/** The names and sizes of the four files, of MNIST and of what has its format. */
export const TRAIN_IMAGES = { name: "train-images-idx3-ubyte", bytes: 47_040_016 };
export const TRAIN_LABELS = { name: "train-labels-idx1-ubyte", bytes: 60_008 };
export const TEST_IMAGES = { name: "t10k-images-idx3-ubyte", bytes: 7_840_016 };
export const TEST_LABELS = { name: "t10k-labels-idx1-ubyte", bytes: 10_008 };
