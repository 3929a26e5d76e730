import { describe, expect, test } from "vitest";
import { element, Markup } from "./markup.ts";

describe("element", () => {
  test("escapes text and attributes, and puts markup in as it is", () => {
    const inner = element("b", {}, "a < b & c");
    expect(inner.source).toBe("<b>a &lt; b &amp; c</b>");
    expect(element("p", { title: `"it's"` }, inner, new Markup("<br>")).source).toBe(
      '<p title="&quot;it&#39;s&quot;"><b>a &lt; b &amp; c</b><br></p>',
    );
  });

  test("leaves out what is absent, but not 0", () => {
    expect(element("p", { id: undefined, tabindex: 0 }, undefined, false, 0, ["a", [1]]).source).toBe(
      '<p tabindex="0">0a1</p>',
    );
  });

  test("rounds coordinates to hundredths", () => {
    expect(element("circle", { cx: 1 / 3, r: 2 }).source).toBe('<circle cx="0.33" r="2"></circle>');
  });

  test("ends no element that HTML has without an end", () => {
    expect(element("meta", { charset: "utf-8" }).source).toBe('<meta charset="utf-8">');
  });
});
