/** The parts of the subject, in the order in which a network meets them, and what each is about. */
export const SECTIONS = {
  data: "Data: files of your own, sets to try things on",
  scaling: "Values in range: inputs in [0, 1] or [-1, 1]",
  initialization: "Initial weights that keep signals in range",
  normalization: "Normalization: signals brought back into range",
  dropout: "Dropout and other noise",
  overfitting: "Against overfitting: early stopping, regularization, averaging",
  optimizers: "Optimizers",
  clipping: "Gradient clipping and other transforms of gradients",
  schedules: "Learning rate decay and schedules",
  architectures: "Architectures that adjust themselves",
  layers: "Layers and activations",
  losses: "Losses and metrics",
  diagnosis: "Seeing what happens",
} as const;

export type Section = keyof typeof SECTIONS;
