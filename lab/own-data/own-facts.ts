import { type ColumnDescription, type Dataset, describeColumns } from "evenkeel";

/** What was read of files, in plain data. */
export interface OwnFacts {
  training: number;
  validation: number;
  test: number;
  /** Of one sample. */
  shape: number[];
  /** With how many training samples each. */
  classes: { name: string; samples: number }[] | undefined;
  task: string;
  columns: ColumnDescription[] | undefined;
}

export function factsOf(data: Dataset): OwnFacts {
  const { train, validation, test, classes } = data;
  const [training, ...shape] = train.inputs.shape;
  return {
    training,
    validation: validation?.inputs.shape[0] ?? 0,
    test: test?.inputs.shape[0] ?? 0,
    shape,
    classes: classes?.map((name, i) => ({ name, samples: count(train.targets.data, i) })),
    task: data.task ?? (classes === undefined ? "regression" : "classification"),
    columns: describeColumns(data),
  };
}

function count(targets: ArrayLike<number>, label: number): number {
  let found = 0;
  for (let i = 0; i < targets.length; i++) if (targets[i] === label) found++;
  return found;
}
