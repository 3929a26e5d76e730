import { describe, expect, it } from "vitest";
import { type CsvOptions, csv, csvTable } from "./csv.ts";

const FLOWERS = "width,height,kind\n1.5,2,rose\n3,4e0,lily\n-5,.5,rose\n";

describe("csv", () => {
  it("reads inputs and a column of class names, in order of first appearance", () => {
    const data = csv(FLOWERS, { label: "kind", name: "flowers" });
    expect(data).toEqual({
      name: "flowers",
      train: {
        inputs: { shape: [3, 2], data: Float32Array.of(1.5, 2, 3, 4, -5, 0.5) },
        targets: { shape: [3], data: Uint8Array.of(0, 1, 0) },
      },
      classes: ["rose", "lily"],
    });
  });

  it("puts classes that are numbers in their order", () => {
    const { classes, train } = csv("x,class\n1,10\n2,9\n3,2\n", { label: "class" });
    expect(classes).toEqual(["2", "9", "10"]);
    expect([...train.targets.data]).toEqual([2, 1, 0]);
  });

  it("reads one or several columns of real targets", () => {
    const text = "a,b,c\n1,2,3\n4,5,6\n";
    expect(csv(text, { target: "b" }).train).toEqual({
      inputs: { shape: [2, 2], data: Float32Array.of(1, 3, 4, 6) },
      targets: { shape: [2, 1], data: Float32Array.of(2, 5) },
    });
    expect(csvTable(text, { target: ["c", "a"] }).targets?.data).toEqual(Float32Array.of(3, 1, 6, 4));
  });

  it("splits as arrays does", () => {
    const rows = Array.from({ length: 20 }, (_, i) => `${i},${i % 2}`).join("\n");
    const data = csv(`x,y\n${rows}`, { label: "y", validation: 0.2, test: 4, seed: 3 });
    expect(data.train.inputs.shape).toEqual([12, 1]);
    expect([...(data.test?.targets.data ?? [])].sort()).toEqual([0, 0, 1, 1]);
  });

  it("leaves columns out, reads tables without a header and with another delimiter", () => {
    const table = csvTable("7;1;2\n8;3;4", { header: false, delimiter: ";", ignore: ["1"], target: "3" });
    expect(table.inputs).toEqual({ shape: [2, 1], data: Float32Array.of(1, 3) });
    expect(table.targets?.data).toEqual(Float32Array.of(2, 4));
  });

  it.each([
    ["a byte order mark", "\uFEFFx,kind\n1,a"],
    ["CR LF and blank lines", "\r\nx,kind\r\n\r\n1,a\r\n\r\n"],
    ["CR alone", "x,kind\r1,a\r"],
    ["quotes", '"x","kind"\n"1","a"'],
    ["blanks around cells", ' x , "kind" \n\t1 , a '],
  ])("reads a table with %s", (_, text) => {
    const { inputs, labels, classes } = csvTable(text, { label: "kind" });
    expect([inputs.data[0], labels, classes]).toEqual([1, [0], ["a"]]);
  });

  it("reads delimiters, quotes and line breaks in quotes", () => {
    const { classes } = csvTable('x,kind\n1,"a, ""b""\r\nc"\n2,5" pipe\n3,""""', { label: "kind" });
    expect(classes).toEqual(['a, "b"\r\nc', '5" pipe', '"']);
  });

  it.each<[string, string, CsvOptions, RegExp]>([
    ["a word", "x,kind\n1,a\nmany,b", { label: "kind" }, /^csv: line 3, column x: expected a number, received "many"/],
    ["an empty cell", "x,kind\n1,a\n\n,b", { label: "kind" }, /line 4, column x: expected a number, received ""/],
    ["a hexadecimal number", "x,y\n0x10,1", { target: "y" }, /received "0x10"/],
    ["a target that is a word", "x,y\n1,NaN", { target: "y" }, /line 2, column y: expected a number, received "NaN"/],
    [
      "an empty class",
      "x,kind\n1,\n",
      { label: "kind" },
      /line 2, column kind: expected a class, received an empty cell/,
    ],
    ["a short row", 'a,b,kind\n1,"\n2",x\n3,4', { label: "kind" }, /line 4: expected 3 cells, .* received 2/],
    [
      "an open quote",
      'x,kind\n1,"a',
      { label: "kind" },
      /line 2, column 2: expected a closing quote, received the end/,
    ],
    ["text after a quote", 'x,kind\n1,"a"b', { label: "kind" }, /line 2, column 2: expected nothing .* received b/],
    [
      "two columns of one name",
      "x,x,kind\n1,2,a",
      { label: "kind" },
      /a name of its own for every column, .* "x" twice/,
    ],
    ["an unknown column", FLOWERS, { label: "kinds" }, /received "kinds"\. Did you mean kind\?/],
    ["neither label nor target", FLOWERS, {}, /expected either `label` .* received neither/],
    ["both", FLOWERS, { label: "kind", target: "width" }, /received both/],
    ["no inputs", FLOWERS, { label: "kind", ignore: ["width", "height"] }, /at least one column of inputs/],
    ["no rows", "x,kind\n", { label: "kind" }, /at least one row of data, received none/],
    ["nothing", "", { label: "kind" }, /at least one row of data/],
    [
      "a long delimiter",
      FLOWERS,
      { label: "kind", delimiter: "::" },
      /delimiter: expected one character, received "::"/,
    ],
    ["an unknown option", FLOWERS, { label: "kind", tset: 0.1 } as CsvOptions, /received "tset"\. Did you mean test\?/],
  ])("refuses %s", (_, text, options, message) => {
    expect(() => csv(text, options)).toThrow(message);
  });
});
