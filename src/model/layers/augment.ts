import * as v from "valibot";
import { usageError } from "../../errors.ts";
import { iota, lerp, type Tensor } from "../../graph/tensor.ts";
import { count, custom, oneOf, unit } from "../../options.ts";
import { expectRank } from "../checks/expect-rank.ts";
import { defineLayer } from "../layer.ts";

export const augment = defineLayer({
  name: "augment",
  summary: "In training, shifts, rotates, zooms and flips each image at random; else does nothing.",
  source:
    "Simard et al. 2003, Best practices for convolutional neural networks; shift and flip: He et al. 2016, section 4.2",
  section: "overfitting",
  formula:
    "y(p) = x(c + R(−θ)·(p − c)/z − s), θ, z and s drawn for each image, values between pixels by bilinear weights",
  use: "Few images: a shifted or rotated image shows the same thing, and the network sees a different one in each epoch. train(model, data, { augment: augment({ shift: 2 }) }), or as the first layer of a model.",
  avoid:
    "Changes of the class: flips of digits, large rotations of 6 and 9. Training takes more epochs, and the training loss is that of the changed images.",
  example: "augment({ shift: 2, rotate: 10, zoom: 0.1 })",
  options: {
    shift: count(0, "largest shift along each axis, in whole pixels", 0),
    rotate: custom(
      v.pipe(v.number(), v.minValue(0), v.maxValue(180)),
      0,
      "a number from 0 to 180",
      "largest rotation to either side, in degrees",
    ),
    zoom: unit(0, "z is drawn from [1 − zoom, 1 + zoom]"),
    flip: oneOf(["none", "horizontal", "vertical", "both"], "none", "which way half of the images are flipped"),
    fill: oneOf(["edge", "zero"], "edge", "what fills the border: the nearest pixel, or 0"),
  },
  shape: (input) => {
    expectRank("augment", input, 3);
    return input;
  },
  forward(x, { training, random }, { shift, rotate, zoom, flip, fill }) {
    if (!training || (shift === 0 && rotate === 0 && zoom === 0 && flip === "none")) return x;
    const [batch, height, width] = x.shape;
    if (batch * height * width > MOST_PIXELS)
      throw usageError({
        where: "augment",
        expected: `at most ${MOST_PIXELS} pixels in a batch, so that float32 can count them`,
        received: String(batch * height * width),
        fix: "Choose a smaller batchSize.",
      });
    const drawn = random([batch, 6]); // one row an image
    const draw = (i: number) => drawn.slice([0, i], [batch, 1]).reshape([batch, 1, 1]); // in [0, 1)
    const wholePixels = (i: number) =>
      draw(i)
        .mul(2 * shift + 1)
        .floor()
        .sub(shift); // −shift … shift
    const mirrored = (axis: Tensor, extent: number, i: number) =>
      draw(i)
        .less(0.5)
        .where(axis.neg().add(extent - 1), axis);

    // Where each pixel comes from: rows and columns [batch, height, width].
    const grid = [batch, height, width];
    let [row, column] = [iota(grid, 1), iota(grid, 2)];
    if (flip === "vertical" || flip === "both") row = mirrored(row, height, 0);
    if (flip === "horizontal" || flip === "both") column = mirrored(column, width, 1);
    const between = rotate > 0 || zoom > 0;
    if (between) {
      const { sin, cos } = sineAndCosine(
        draw(2)
          .mul(2)
          .sub(1)
          .mul((rotate * Math.PI) / 180),
      );
      const scale = draw(3)
        .mul(2 * zoom)
        .add(1 - zoom);
      const [down, right] = [row.sub((height - 1) / 2), column.sub((width - 1) / 2)];
      row = down
        .mul(cos)
        .sub(right.mul(sin))
        .div(scale)
        .add((height - 1) / 2);
      column = down
        .mul(sin)
        .add(right.mul(cos))
        .div(scale)
        .add((width - 1) / 2);
    }
    row = row.add(shift === 0 ? 0 : wholePixels(4));
    column = column.add(shift === 0 ? 0 : wholePixels(5));
    const pixel = (r: Tensor, c: Tensor) => pixelsAt(x, r, c, fill);
    if (!between) return pixel(row, column);

    const [top, left] = [row.floor(), column.floor()];
    const [below, beside] = [row.sub(top), column.sub(left)].map((share) => share.reshape([...grid, 1]));
    return lerp(
      lerp(pixel(top, left), pixel(top, left.add(1)), beside),
      lerp(pixel(top.add(1), left), pixel(top.add(1), left.add(1)), beside),
      below,
    );
  },
});

const MOST_PIXELS = 2 ** 24;

/** The pixels [batch, height, width, channels] of each image at whole rows and columns [batch, height, width]. */
function pixelsAt(x: Tensor, row: Tensor, column: Tensor, fill: "edge" | "zero"): Tensor {
  const [batch, height, width, channels] = x.shape;
  const [r, c] = [row.maximum(0).minimum(height - 1), column.maximum(0).minimum(width - 1)];
  const image = iota(row.shape, 0).mul(height * width);
  const pixels = x.reshape([batch * height * width, channels]).gather(image.add(r.mul(width)).add(c));
  if (fill === "edge") return pixels;
  const inside = r
    .equal(row)
    .mul(c.equal(column))
    .reshape([...row.shape, 1]);
  return inside.where(pixels, 0);
}

/** Of angles within ±π: Taylor's series at a quarter of the angle (error below 2e-9), doubled twice. */
function sineAndCosine(angle: Tensor): { sin: Tensor; cos: Tensor } {
  const u = angle.mul(0.25);
  const series = (coefficients: readonly number[]) =>
    coefficients.reduceRight<Tensor>((sum, c) => sum.mul(u.square()).add(c), u.mul(0));
  let sin = u.mul(series([1, -1 / 6, 1 / 120, -1 / 5040, 1 / 362880]));
  let cos = series([1, -1 / 2, 1 / 24, -1 / 720, 1 / 40320, -1 / 3628800]);
  for (let i = 0; i < 2; i++) [sin, cos] = [sin.mul(cos).mul(2), cos.square().sub(sin.square())];
  return { sin, cos };
}
