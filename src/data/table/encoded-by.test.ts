import { expect, test } from "vitest";
import { dense, evaluate, train } from "../../index.ts";
import { csv } from "./doors/csv.ts";
import { expectSameEncoding } from "./encoded-by.ts";
import type { TableEncoding } from "./table-encoding.ts";

function table(header: string, row: (i: number) => string) {
  const rows = Array.from({ length: 30 }, (_, i) => row(i));
  return csv(`${header}\n${rows.join("\n")}`, { target: "kind", test: 10 });
}
const kind = (i: number) => (i % 2 ? "boot" : "sandal");
const color = (i: number) => ["red", "black", "red"][i % 3];
const data = table("size,color,kind", (i) => `${i * i},${color(i)},${kind(i)}`);
const columns = data.columns as TableEncoding;

test("samples of a table are evaluated by a model of the same meaning alone", async () => {
  const { model } = await train(dense(2), data, { epochs: 1 });
  try {
    const again = table("size,color,kind", (i) => `${i * i + 1},${color(i)},${kind(i)}`);
    await expect(evaluate(model, again.test ?? again.train)).resolves.toHaveProperty("accuracy");
    const other = table("color,size,kind", (i) => `${color(i)},${i * i},${kind(i)}`);
    await expect(evaluate(model, other.test ?? other.train)).rejects.toThrow(
      "evaluate: samples: expected features as in training: size, color = red, color = black, received those of a table that was encoded by itself: color = red, color = black, size.",
    );
    const { inputs, targets } = other.train;
    expect(() => expectSameEncoding("evaluate", { inputs, targets }, columns, data.classes)).not.toThrow();
  } finally {
    await model.close();
  }
});

test("classes in another order are told", () => {
  const other = table("size,color,kind", (i) => `${i * i},${color(i)},${kind(i + 1)}`);
  expect(() => expectSameEncoding("evaluate", other.train, columns, data.classes)).toThrow(
    "expected classes as in training: sandal, boot, received those of a table that was encoded by itself: boot, sandal.",
  );
});
