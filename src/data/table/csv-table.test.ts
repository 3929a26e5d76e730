import { describe, expect, test } from "vitest";
import { arrays } from "../arrays.ts";
import { type CsvTableOptions, csvTable } from "./csv-table.ts";

const FLOWERS = "width,height,kind\n1.5,2,rose\n3,4e0,lily\n-5,.5,rose\n";

describe("csvTable", () => {
  test("reads inputs and a column of class names, in order of first appearance", () => {
    const data = arrays(csvTable(FLOWERS, { label: "kind", name: "flowers" }));
    expect(data).toEqual({
      name: "flowers",
      train: {
        inputs: { shape: [3, 2], data: Float32Array.of(1.5, 2, 3, 4, -5, 0.5) },
        targets: { shape: [3], data: Uint8Array.of(0, 1, 0) },
      },
      classes: ["rose", "lily"],
    });
  });

  test("puts classes that are numbers in their order", () => {
    const { classes, labels } = csvTable("x,class\n1,10\n2,9\n3,2\n", { label: "class" });
    expect(classes).toEqual(["2", "9", "10"]);
    expect(labels).toEqual([2, 1, 0]);
  });

  test("reads one or several columns of real targets", () => {
    const text = "a,b,c\n1,2,3\n4,5,6\n";
    expect(csvTable(text, { target: "b" })).toMatchObject({
      inputs: { shape: [2, 2], data: Float32Array.of(1, 3, 4, 6) },
      targets: { shape: [2, 1], data: Float32Array.of(2, 5) },
    });
    expect(csvTable(text, { target: ["c", "a"] }).targets?.data).toEqual(Float32Array.of(3, 1, 6, 4));
  });

  test("leaves columns out, reads tables without a header and with another delimiter", () => {
    const table = csvTable("7;1;2\n8;3;4", { header: false, delimiter: ";", ignore: ["1"], target: "3" });
    expect(table.inputs).toEqual({ shape: [2, 1], data: Float32Array.of(1, 3) });
    expect(table.targets?.data).toEqual(Float32Array.of(2, 4));
  });

  test.each([
    ["a byte order mark", "\uFEFFx,kind\n1,a"],
    ["CR LF and blank lines", "\r\nx,kind\r\n\r\n1,a\r\n\r\n"],
    ["CR alone", "x,kind\r1,a\r"],
    ["quotes", '"x","kind"\n"1","a"'],
    ["blanks around cells", ' x , "kind" \n\t1 , a '],
  ])("reads a table with %s", (_, text) => {
    const { inputs, labels, classes } = csvTable(text, { label: "kind" });
    expect([inputs.data[0], labels, classes]).toEqual([1, [0], ["a"]]);
  });

  test("takes numbers that are one number for one class, and codes too long for numbers by their digits", () => {
    const { classes, labels } = csvTable("x,y\n1,2.50\n2,02.5\n3,-0\n4,0", { label: "y" });
    expect([classes, labels]).toEqual([
      ["0", "2.5"],
      [1, 1, 0, 0],
    ]);
    const codes = csvTable("x,y\n1,90071992547409931\n2,90071992547409932", { label: "y" });
    expect(codes.classes).toEqual(["90071992547409931", "90071992547409932"]);
  });

  test("finds the delimiter of a first row without commas", () => {
    for (const delimiter of [";", "\t", "|"])
      expect(csvTable(`a${delimiter}b\n1${delimiter}2`, { target: "b" }).inputs.data).toEqual(Float32Array.of(1));
    expect(csvTable('"a;b",c\n1,2', { target: "c" }).inputs.shape).toEqual([1, 1]);
  });

  test("reads bytes: UTF-8, and UTF-16 by its mark", () => {
    const text = "x,kind\n1,é\n";
    const utf16 = Uint8Array.from([0xff, 0xfe, ...[...text].flatMap((c) => [c.charCodeAt(0), 0])]);
    expect(csvTable(new TextEncoder().encode(text), { label: "kind" }).classes).toEqual(["é"]);
    expect(csvTable(utf16, { label: "kind" }).classes).toEqual(["é"]);
    const latin1 = Uint8Array.from([...text].map((c) => c.charCodeAt(0)));
    expect(() => csvTable(latin1, { label: "kind" })).toThrow(/expected text in UTF-8.*latin1/);
    expect(() => csvTable(Buffer.from(latin1).toString("utf8"), { label: "kind" })).toThrow(
      /line 2, column kind: .*latin1/,
    );
    expect(() => csvTable(Buffer.from(utf16).toString("utf8"), { label: "kind" })).toThrow(/UTF-16/);
  });

  test("keeps float64 where float32 would blur a column", () => {
    const { inputs } = csvTable("time,y\n1700000000,1\n1700000001,2", { target: "y" });
    expect(inputs.data).toEqual(Float64Array.of(1.7e9, 1.7e9 + 1));
  });

  test("cuts long cells and long lists of columns in what it says", () => {
    const long = "1".repeat(5000);
    const columns = Array.from({ length: 5000 }, (_, i) => `c${i}`);
    const refused = (text: string, options: CsvTableOptions) => {
      try {
        csvTable(text, options);
      } catch (error) {
        return (error as Error).message;
      }
      throw new Error("not refused");
    };
    expect(refused(`a,y\n${long}x,1`, { target: "y" })).toMatch(/received "1{60}"… \(5001 characters\)/);
    expect(refused(`${columns}\n${columns.map(() => 1)}`, { label: "c5OOO" }).length).toBeLessThan(500);
  });

  test("reads delimiters, quotes and line breaks in quotes", () => {
    const { classes } = csvTable('x,kind\n1,"a, ""b""\r\nc"\n2,5" pipe\n3,""""', { label: "kind" });
    expect(classes).toEqual(['a, "b"\r\nc', '5" pipe', '"']);
  });

  test.each<[string, string, CsvTableOptions, RegExp]>([
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
      /a different name for every column, .* "x" twice/,
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
    ["a missing value", "x,y\nNA,1", { target: "y" }, /A value is missing: .* ignore: \["x"\]/],
    ["a decimal comma", 'x;y\n"1,5";1', { target: "y" }, /received "1,5"\. Use a decimal point/],
    ["thousands", 'x,y\n"1,500,000",1', { target: "y" }, /without thousands separators/],
    [
      "a number beyond float32",
      "x,y\n1,2\n1e400,2",
      { target: "y" },
      /line 3, column x: expected a number up to 3.4e38/,
    ],
    [
      "a label that is ignored",
      FLOWERS,
      { label: "kind", ignore: ["kind"] },
      /ignore: expected columns that are not the/,
    ],
    ["no targets", FLOWERS, { target: [] }, /expected either `label` .* received \[\]/],
    [
      "a target twice",
      FLOWERS,
      { target: ["width", "width"] },
      /target: expected each column once, received "width" twice/,
    ],
    ["another's delimiter", FLOWERS, { label: "kind", sep: "," } as CsvTableOptions, /Did you mean delimiter/],
    [
      "a label misspelt",
      FLOWERS,
      { lable: "kind" } as CsvTableOptions,
      /^csv: .* received "lable"\. Did you mean label\?/,
    ],
  ])("refuses %s", (_, text, options, message) => {
    expect(() => csvTable(text, options)).toThrow(message);
  });
});
