import { describe, expect, test } from "vitest";
import { circles } from "../../data/sources/circles.ts";
import { heNormal } from "../../model/initializers/he-normal.ts";
import { zeros } from "../../model/initializers/zeros.ts";
import { relu } from "../../model/layers/relu.ts";
import { tanh } from "../../model/layers/tanh.ts";
import { adam } from "../../optimize/optimizers/adam.ts";
import { piecewise } from "../../optimize/schedules/piecewise.ts";
import { SECTIONS } from "../../trick/sections.ts";
import { catalogueIndex } from "./catalogue-index.ts";
import { allDiagnosisFacts } from "./diagnosis-facts.ts";
import { diagnosisPage } from "./diagnosis-page.ts";
import { diagnosisText } from "./diagnosis-text.ts";
import { allTrickFacts, type TrickFacts } from "./trick-facts.ts";
import { trickPage } from "./trick-page.ts";
import { trickPlot } from "./trick-plot.ts";
import { trickText } from "./trick-text.ts";

const facts = allTrickFacts();
const factsOf = (name: string) => facts.find((trick) => trick.name === name) as TrickFacts;
const optionOf = (trick: string, name: string) => factsOf(trick).options.find((option) => option.name === name);

describe("facts", () => {
  test("are in the order of the sections", () => {
    const order = Object.keys(SECTIONS);
    const places = facts.map(({ section }) => order.indexOf(section));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(new Set(facts.map(({ name }) => name)).size).toBe(facts.length);
  });

  test("tell defaults as one writes them, and what has to be given or may be left out", () => {
    expect(optionOf("conv2d", "init")).toMatchObject({ default: "glorotUniform()", required: false });
    expect(optionOf("conv2d", "padding")).toMatchObject({ default: '"valid"' });
    expect(optionOf("dense", "units")).toEqual({
      name: "units",
      accepts: "a whole number of at least 1",
      required: true,
      doc: "number of outputs",
    });
    expect(optionOf("maxPool2d", "stride")).not.toHaveProperty("default");
    expect(optionOf("maxPool2d", "stride")).toMatchObject({ required: false });
  });

  test("say which numbers may be schedules", () => {
    expect(optionOf("adam", "b1")).toMatchObject({ accepts: "a number in [0, 1), or a schedule" });
    expect(optionOf("dropout", "rate")).toMatchObject({ accepts: "a number in [0, 1)" });
    expect(optionOf("adagrad", "initialAccumulator")).toMatchObject({ accepts: "a number of at least 0" });
  });
});

describe("a page in the terminal", () => {
  test("has every fact, within the width, and colors only where they are asked for", () => {
    for (const trick of facts) {
      const text = trickText(trick, { width: 72 });
      const flat = text.replace(/\s+/g, " ");
      for (const fact of [trick.summary, trick.use, trick.avoid, trick.example, trick.source, trick.formula ?? ""])
        expect(flat, trick.name).toContain(fact.replace(/\s+/g, " "));
      for (const { name, doc } of trick.options) {
        expect(flat).toContain(`${name}: `);
        expect(flat).toContain(doc);
      }
      const formula = trick.formula?.split("\n") ?? [];
      for (const line of text.split("\n").slice(1)) // the name and its place are not wrapped
        if (!formula.includes(line.trim())) expect(line.length, line).toBeLessThanOrEqual(72);
      expect(text).not.toContain("\u001b");
    }
    expect(trickText(factsOf("adam"), { color: true })).toContain("\u001b[1madam\u001b[22m");
  });
});

describe("a page in Markdown", () => {
  const page = (name: string) =>
    trickPage(factsOf(name), {
      page: (other) => (facts.some((trick) => trick.name === other) ? `${other}.md` : undefined),
      isPublic: (word) => facts.some((trick) => trick.name === word),
      source: "source.ts",
    });

  test("imports what its example uses, and no names of options", () => {
    expect(page("conv2d")).toContain('import { conv2d, heNormal } from "evenkeel";');
    expect(page("momentum")).toContain('import { momentum } from "evenkeel";');
    expect(page("convnet")).toContain('import { convnet } from "evenkeel";');
  });

  test("shows how the data of a source are had, in a program and on the command line", () => {
    expect(page("moons")).toContain("const data = await moons({ noise: 0.15 });");
    expect(page("moons")).toContain("`npx evenkeel train --data 'moons({ noise: 0.15 })'`");
    expect(page("adam")).not.toContain("--data");
  });

  test("links the tricks that it mentions but itself, and papers", () => {
    expect(page("adam")).toContain("[`adamw()`](adamw.md)");
    expect(page("adam")).not.toContain("(adam.md)");
    expect(page("maxNorm")).toContain("as in [`lookahead(chain(maxNorm(3), adam()))`](lookahead.md).");
    expect(page("stochasticDepth")).toContain("[`residual(sequential([…]))`](residual.md)");
    expect(page("adam")).toContain("[arXiv:1412.6980](https://arxiv.org/abs/1412.6980)");
  });

  test("takes no sign of a text for Markdown, and no bar for a column", () => {
    expect(page("lecunNormal")).toContain("1/√n\\_in");
    expect(page("huber")).toContain("```text\nL = mean(e²/2 if |e| ≤ δ, else δ(|e| − δ/2)), e = x − y\n```");
    for (const { name, options } of facts)
      for (const row of page(name).match(/^\| `.*$/gm) ?? [])
        expect(row.match(/(?<!\\)\|/g), `${options.length} ${row}`).toHaveLength(5);
  });

  test("the index leads to every page", () => {
    const index = catalogueIndex(facts);
    for (const { name, summary } of facts) {
      expect(index).toMatch(new RegExp(`^- \\[\`${name}\`\\]\\([a-z0-9-]+\\.md\\): `, "m"));
      expect(summary.length).toBeGreaterThan(0);
    }
    const headings = [...index.matchAll(/^## (.*)$/gm)].map(([, title]) => title);
    expect(headings).toEqual(Object.values(SECTIONS).filter((title) => headings.includes(title)));
  });
});

describe("a plot", () => {
  /** The corners of the first curve, in the picture's own coordinates. */
  const corners = (svg: string | undefined, curve = 0) =>
    [...(svg ?? "").matchAll(/class="curve" d="M([^"]*)"/g)][curve][1]
      .split("L")
      .map((corner) => corner.split(",").map(Number) as [number, number]);

  test("is there where it says more than words", async () => {
    expect(await trickPlot(adam())).toBeUndefined();
    expect(await trickPlot(zeros())).toBeUndefined();
    expect(await trickPlot(relu())).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  });

  test("of a schedule has its values: a tenth lies a tenth of the way up", async () => {
    const path = corners(await trickPlot(piecewise([0.1, 0.01], [10])));
    const zero = 240 - 40;
    expect(path[0][1]).toBe(26); // 0.1, the top
    expect((zero - path[path.length - 1][1]) / (zero - path[0][1])).toBeCloseTo(0.1, 2);
    const jump = path.findIndex(([, y]) => y > 100);
    expect((path[jump][0] - path[0][0]) / (path[path.length - 1][0] - path[0][0])).toBeCloseTo(10 / 16, 2);
  });

  test("of a source of points has a dot for each, in the color of its class", async () => {
    const svg = await trickPlot(circles({ samples: 100, noise: 0, factor: 0.5 }));
    const dots = [1, 2].map((series) => {
      const [, path] = new RegExp(`series-${series}" d="([^"]*)"`).exec(svg ?? "") ?? [];
      return (path ?? "")
        .split("M")
        .slice(1)
        .map((dot) => dot.split(/[,h]/).map(Number));
    });
    expect(dots.map(({ length }) => length)).toEqual([50, 50]);
    const radii = dots.map((circle) => (Math.max(...circle.map(([x]) => x)) - Math.min(...circle.map(([x]) => x))) / 2);
    expect(radii[1] / radii[0]).toBeCloseTo(0.5, 1);
  });

  test("of an activation has its value and its slope", async () => {
    const svg = await trickPlot(tanh());
    const [value, slope] = [corners(svg), corners(svg, 1)];
    const toY = (y: number) => 26 + ((1 - y) / 2) * (240 - 40 - 26); // the axis spans [−1, 1]
    value.forEach(([, y], i) => {
      const x = 4 * ((2 * i + 1) / value.length - 1);
      expect(Math.abs(y - toY(Math.tanh(x)))).toBeLessThan(0.06); // a tenth of a pixel, rounded
      expect(Math.abs(slope[i][1] - toY(1 - Math.tanh(x) ** 2))).toBeLessThan(0.06);
    });
  });

  test("of initial weights states their standard deviation", async () => {
    const [, deviation] = /standard deviation ([\d.]+)\.</.exec((await trickPlot(heNormal())) ?? "") ?? [];
    expect(Math.abs(Number(deviation) / Math.sqrt(2 / 256) - 1)).toBeLessThan(0.02); // 5 of 1/√(2n) for 32,768 weights
  });

  test("reads as well in the dark", async () => {
    expect(await trickPlot(relu())).toContain("@media (prefers-color-scheme:dark)");
  });
});

describe("a diagnosis", () => {
  test("has a page in Markdown and in the terminal with its signals, its limits and their reasons, and its seeds", () => {
    for (const facts of allDiagnosisFacts()) {
      const page = diagnosisPage(facts, [], "source.ts");
      const text = diagnosisText(facts, [], { width: 72 }).replace(/\s+/g, " ");
      for (const { name, value } of facts.thresholds) expect(page).toContain(`| \`${name}\` | ${value} |`);
      for (const told of [
        facts.signals,
        facts.avoid,
        facts.source,
        ...facts.seeds,
        ...facts.thresholds.map(({ why }) => why),
      ])
        expect(text, facts.name).toContain(told.replace(/\s+/g, " "));
    }
  });

  test("stands in the catalogue's index", () => {
    expect(catalogueIndex(facts, allDiagnosisFacts())).toContain("[`unscaledInputs`](unscaled-inputs.md)");
  });
});
