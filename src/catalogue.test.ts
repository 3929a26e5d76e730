import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { catalogue } from "./catalogue.ts";
import { EvenkeelError } from "./errors.ts";
import { fromSpec } from "./from-spec.ts";
import * as evenkeel from "./index.ts";
import { camelCase } from "./options/case.ts";
import type { Option } from "./options.ts";
import { KINDS, type Kind, type KindFacts } from "./trick/kinds.ts";
import { SECTIONS } from "./trick/sections.ts";
import type { Instance, Spec } from "./trick.ts";

/** Options without a default, by the trick's name. */
const NEEDED: Readonly<Record<string, object>> = {
  idx: { images: "images.gz", labels: "labels.gz" },
  imageFolder: { path: "flowers" },
  csv: { path: "table.csv" },
  json: { path: "table.json" },
  jsonLines: { path: "table.jsonl" },
  parquet: { path: "table.parquet" },
  table: { path: "table.csv" },
  npy: { inputs: "x.npy" },
  npz: { path: "data.npz" },
  dense: { units: 3 },
  conv2d: { filters: 2 },
  reshape: { shape: [2, 3] },
  residual: { block: { name: "relu" } },
  sequential: { layers: [{ name: "relu" }, { name: "tanh" }] },
  repeat: { times: 3, layers: [{ name: "relu" }, { name: "tanh" }] },
  ensemble: { members: [{ name: "relu" }, { name: "tanh" }] },
  parallel: { branches: [{ name: "relu" }, { name: "tanh" }] },
  graph: {
    nodes: [
      ["a", { name: "relu" }, "input"],
      ["b", "add", ["a", "input"]],
    ],
  },
  heads: { losses: [["a", { name: "huber", delta: 1 }, 2]] },
  ofHead: { head: "a", metric: { name: "huber", delta: 1 } },
  weightNorm: { layer: { name: "relu" } },
  embedding: { vocabulary: 5, dimension: 2 },
  embedColumns: { columns: [{ at: 0, vocabulary: 5, dimension: 2 }] },
  exponentialDecay: { initial: 0.1 },
  stepDecay: { initial: 0.1 },
  inverseTimeDecay: { initial: 0.1 },
  polynomialDecay: { initial: 0.1 },
  cosineDecay: { initial: 0.1 },
  cosineRestarts: { initial: 0.1 },
  oneCycle: { peak: 0.1 },
  reduceOnPlateau: { initial: 0.1 },
  cyclic: { low: 0.01, high: 0.1 },
  piecewise: { values: [0.1, 0.01], boundaries: [5] },
  warmup: { length: 5, schedule: { name: "cosineDecay", initial: 0.1 } },
  partition: {
    groups: [
      ["bias", { name: "sgd" }],
      ["*", { name: "adam" }],
    ],
  },
  chain: { stages: [{ name: "l2", strength: 0.1 }, { name: "sgd" }] },
  lookahead: { optimizer: { name: "adam", learningRate: { name: "cosineDecay", initial: 0.1 } } },
  sam: { optimizer: { name: "chain", stages: [{ name: "l2", strength: 0.1 }, { name: "sgd" }] } },
  freeze: { patterns: ["bias", "0.dense"] },
  perLayerRate: {
    rates: [
      ["bias", 2],
      ["0.dense", { name: "cosineDecay", initial: 0.1 }],
    ],
  },
  join: { schedules: [0.1, { name: "stepDecay", initial: 0.1 }], boundaries: [5] },
};

const kinds = Object.entries(KINDS) as [Kind, KindFacts][];
const filesOf = (folder: string) =>
  readdirSync(new URL(folder, import.meta.url))
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && file !== "index.ts")
    .map((file) => file.slice(0, -3))
    .sort();
/** The sources that the tests of a folder import by their own paths: by these a test is found from a trick's file. */
const testedIn = (folder: string) =>
  readdirSync(new URL(folder, import.meta.url))
    .filter((file) => file.endsWith(".test.ts"))
    .flatMap((file) => [
      ...readFileSync(new URL(`${folder}/${file}`, import.meta.url), "utf8").matchAll(
        /"(?:\.|\.\.\/table\/doors)\/([a-z0-9-]+)\.ts"/g,
      ),
    ])
    .map(([, file]) => file);
const make = (kind: Kind, name: string, options: object = NEEDED[name] ?? {}) => fromSpec(kind, { name, ...options });
const throughJson = (instance: Instance): Spec => JSON.parse(JSON.stringify(instance));

describe.each(kinds)("%s", (kind, { folder, define, from }) => {
  const names = filesOf(folder).map(camelCase);
  const tested = testedIn(folder);

  test("is of a type, is made by a function of the package, and is among the public names", () => {
    expect(readFileSync(new URL(from, import.meta.url), "utf8")).toMatch(
      new RegExp(`export interface ${KINDS[kind].type}\\b`),
    );
    expect(evenkeel).toHaveProperty(define);
    // The public `ensemble` joins trained models; the layer that it makes stands in the catalogue. Public readers of tables
    // take texts and bytes besides.
    for (const [name, make] of Object.entries(catalogue[kind]))
      if (name === "ensemble") expect(evenkeel).toHaveProperty(name);
      else expect(evenkeel).toHaveProperty(`${name}.definition`, make.definition);
  });

  test("every file is in the index, in alphabetical order, and in the catalogue", () => {
    const index = readFileSync(new URL(`${folder}/index.ts`, import.meta.url), "utf8");
    const exported = [...index.matchAll(/export \{ (\w+) \} from "\.\/(.+)\.ts";/g)];
    expect(exported.map(([, , file]) => file)).toEqual(filesOf(folder));
    expect(exported.map(([, name]) => name)).toEqual(names);
    expect(Object.keys(catalogue[kind]).sort()).toEqual([...names].sort());
  });

  describe.each(names.map((name) => ({ name })))("$name", ({ name }) => {
    const { definition } = catalogue[kind][name];

    test("says what it is", () => {
      expect(definition.name).toBe(name);
      expect(definition.summary).toMatch(/^.{10,160}[.?]$/su);
      expect(definition.source.length).toBeGreaterThan(5);
      expect(Object.keys(SECTIONS)).toContain(definition.section);
      for (const advice of [definition.use, definition.avoid]) expect(advice).toMatch(/^.{20,}\.$/s);
      expect(definition.example).toMatch(new RegExp(`\\b${name}\\(.*\\)$`));
      for (const [key, { doc, accepts }] of Object.entries(definition.options)) {
        expect(doc, key).not.toBe("");
        expect(accepts, key).not.toBe("");
      }
    });

    test("has tests beside it, and a page", () => {
      const file = filesOf(folder)[names.indexOf(name)];
      expect(tested, `no test of src/${folder} imports ./${file}.ts`).toContain(file);
      const page = readFileSync(new URL(`../docs/catalogue/${file}.md`, import.meta.url), "utf8");
      for (const fact of [`# ${name}\n`, definition.example, ...Object.keys(definition.options)])
        expect(page).toContain(fact);
    });

    test("round-trips through JSON", () => {
      const instance = make(kind, name);
      const spec = throughJson(instance);
      const again = kind === "architectures" ? fromSpec("layers", spec) : fromSpec(kind, spec);
      expect(throughJson(again)).toEqual(spec);
      if (kind === "architectures") expect(spec.name).toBe("sequential");
      else expect(spec).toMatchObject({ name, ...(NEEDED[name] ?? {}) });
    });

    test("refuses what its options do not accept", () => {
      for (const [key, option] of Object.entries(definition.options))
        for (const wrong of outOfRange(option)) {
          const making = () => make(kind, name, { ...NEEDED[name], [key]: wrong });
          expect(making, `${key}: ${String(wrong)}`).toThrow(EvenkeelError);
          expect(making).toThrow(`${name}: ${key}: expected ${option.accepts}`);
        }
      expect(() => make(kind, name, { ...NEEDED[name], nonsense: 1 })).toThrow(/^\w+: expected .*option/);
    });
  });
});

/** Values that no option of its sort accepts. */
function outOfRange({ accepts, choices }: Option<unknown>): unknown[] {
  const always: unknown[] = [Number.NaN, Number.POSITIVE_INFINITY, { nonsense: 1 }];
  if (accepts === "a function") return always;
  always.push(() => 0);
  if (/^a number above 0/.test(accepts)) return [...always, 0, -1, "1"];
  if (/^a number of at least 0/.test(accepts)) return [...always, -1e-9];
  if (/^a number in \[0, 1\)/.test(accepts)) return [...always, -1e-9, 1];
  if (/^a whole number/.test(accepts)) return [...always, -1, 1.5];
  return choices === undefined ? always : [...always, "nonsense"];
}

describe("fromSpec", () => {
  const refusal = (kind: Kind, spec: unknown) => expect(() => fromSpec(kind, spec));

  test("rebuilds models with what is in them", () => {
    const spec = {
      name: "sequential",
      layers: [
        { name: "flatten" },
        { name: "dense", units: 4, bias: true, init: { name: "orthogonal", gain: 2 } },
        { name: "sequential", layers: [{ name: "relu" }, { name: "dropout", rate: 0.5 }] },
      ],
    };
    const model = fromSpec("layers", spec);
    expect(throughJson(model)).toEqual(spec);
    expect(model.build([2, 2, 1]).outputShape).toEqual([4]);
  });

  test("rebuilds chains with schedules in them", () => {
    const spec = {
      name: "chain",
      stages: [
        { name: "clipByGlobalNorm", maxNorm: 1 },
        { name: "sgd", learningRate: { name: "warmup", length: 2, schedule: { name: "cosineDecay", initial: 0.1 } } },
      ],
    };
    expect(throughJson(fromSpec("optimizers", spec))).toMatchObject(spec);
  });

  test("leaves what is built already", () => {
    const layer = make("layers", "relu");
    expect(fromSpec("layers", layer)).toBe(layer);
  });

  test("names what it does not know, where it is, and what may be meant", () => {
    refusal("layers", { name: "dens", units: 3 }).toThrow(
      /^layers: expected name .*received "dens"\. Did you mean dense\?/,
    );
    refusal("layers", { name: "dense", units: 3, init: { name: "henormal" } }).toThrow(
      /^dense: init: expected name .*Did you mean heNormal\?/,
    );
    refusal("layers", { name: "sequential", layers: [{ name: "relu" }, { name: "adam" }] }).toThrow(
      /^sequential: layers\[1\]: expected name /,
    );
    refusal("optimizers", { name: "adam", learningRate: { name: "stepdecay" } }).toThrow(
      /^adam: learningRate: expected name .*Did you mean stepDecay\?/,
    );
    refusal("layers", { name: "toString" }).toThrow(/received "toString"/);
    refusal("layers", "dense").toThrow('layers: expected a trick as { name, … }, received "dense".');
  });

  test("takes no trick of another kind", () => {
    refusal("layers", { name: "dense", units: 3, init: { name: "relu" } }).toThrow(/^dense: init: expected name /);
    refusal("layers", { name: "dense", units: { name: "zeros" } }).toThrow(/^dense: units: expected a whole number/);
  });
});
