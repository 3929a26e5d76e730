import { arithmetic, type ScalarRule } from "../../graph/arithmetic.ts";
import { attributesKey } from "../../graph/attributes-key.ts";
import { type Elementwise, isElementwise } from "../../graph/primitives.ts";
import { createProgram, type Program } from "../../graph/program.ts";
import { withScope } from "../../graph/scope.ts";
import { type Shape, sameShape } from "../../graph/shape.ts";
import { constant, Tensor } from "../../graph/tensor.ts";
import { uniformValue } from "../../graph/uniform-value.ts";

/**
 * The same program with less to do: equal nodes once, constants computed, identities removed, nested reshapes and
 * broadcasts joined, a division by a power of two turned into a product.
 */
export function simplify(program: Program): Program {
  const rebuilt = new Map<Tensor, Tensor>();
  const known = new Map<string, Tensor>();
  const of = (node: Tensor) => rebuilt.get(node) as Tensor;

  /** The node that stands for this one: an equal one made before, or itself. */
  const unique = (node: Tensor): Tensor => {
    let key = `${node.primitive} ${attributesKey(node)}`; // its shape follows
    for (const { id } of node.operands) key += `|${id}`;
    const earlier = known.get(key);
    if (earlier === undefined) known.set(key, node);
    return earlier ?? node;
  };
  /** The node after all rewrites, if its operands are final. */
  const rewrite = (node: Tensor): Tensor => {
    const smaller = withScope(node.scope, () => reduceOnce(node));
    if (smaller === node) return unique(node);
    return rewrite(settled(smaller, settle));
  };
  /** The node that stands for this one, its operands first: rewrites make new operands. */
  const settle = (node: Tensor): Tensor => {
    const before = rebuilt.get(node);
    if (before !== undefined) return before;
    const done = rewrite(settled(node, settle));
    rebuilt.set(node, done);
    if (done !== node) rebuilt.set(done, done);
    return done;
  };

  for (const node of program.nodes) settle(node);
  return createProgram(
    Object.fromEntries(Object.entries(program.outputs).map(([name, node]) => [name, of(node)])),
    program.updates.map(({ variable, value }) => ({ variable: of(variable) as Tensor<"variable">, value: of(value) })),
    program.probes,
  );
}

/** The node with the operands that stand for its own. */
function settled(node: Tensor, settle: (operand: Tensor) => Tensor): Tensor {
  let operands: Tensor[] | undefined; // only where one is another
  for (let i = 0; i < node.operands.length; i++) {
    const operand = settle(node.operands[i]);
    if (operand === node.operands[i]) continue;
    operands ??= [...node.operands];
    operands[i] = operand;
  }
  if (operands === undefined) return node;
  const others = operands;
  return withScope(node.scope, () => new Tensor(node.primitive, node.attributes, others));
}

/** The node after one rewrite, or itself where none applies. */
function reduceOnce(node: Tensor): Tensor {
  const a = node.operands[0];
  if (node.is("stopGradient")) return a;
  if (node.is("reshape")) return reshaped(node, a);
  if (node.is("broadcast")) {
    if (sameShape(a.shape, node.shape)) return a;
    return a.is("broadcast") ? new Tensor("broadcast", node.attributes, [a.operands[0]]) : node;
  }
  if (node.is("transpose") && node.attributes.order.every((axis, i) => axis === i)) return a;
  if ((node.is("sum") || node.is("max")) && node.attributes.axes.every((axis) => a.shape[axis] === 1)) return a;
  if (node.is("sum")) return outOfSum(node, a) ?? node;
  if (isElementwise(node.primitive)) {
    const values = node.operands.map(uniformValue);
    const value = values.every((value) => value !== undefined) ? fold(node.primitive, values) : undefined;
    if (value !== undefined) return filled(value, node.shape);
    return identity(node, a, node.operands[1], values[0], values[1]) ?? node;
  }
  return node;
}

/** Σ −x → −Σ x, and Σ x · y → y · Σ x for a y that is the same all along the sum. */
function outOfSum(node: Tensor<"sum">, a: Tensor): Tensor | undefined {
  const sum = (x: Tensor) => new Tensor("sum", node.attributes, [x]);
  if (a.primitive === "neg") return sum(a.operands[0]).neg();
  if (a.primitive !== "mul") return undefined;
  for (const [factor, other] of [a.operands, a.operands.toReversed()]) {
    if (!factor.is("broadcast")) continue;
    const small = factor.operands[0];
    const lead = factor.rank - small.rank;
    if (node.attributes.axes.some((axis) => axis >= lead && small.shape[axis - lead] !== 1)) continue;
    return sum(other).mul(small.broadcastTo(node.shape));
  }
  return undefined;
}

function reshaped(node: Tensor, a: Tensor): Tensor {
  if (sameShape(a.shape, node.shape)) return a;
  const value = uniformValue(a);
  if (value !== undefined) return filled(value, node.shape);
  return a.is("reshape") ? new Tensor("reshape", { shape: node.shape }, [a.operands[0]]) : node;
}

/** x + 0, x + x, x · 1, x / 2ᵏ and the like, or undefined. */
function identity(
  node: Tensor,
  a: Tensor,
  b: Tensor,
  x: number | undefined,
  y: number | undefined,
): Tensor | undefined {
  const primitive = node.primitive;
  if (primitive === "add") return y === 0 ? a : x === 0 ? b : a === b ? a.mul(filled(2, node.shape)) : undefined;
  if (primitive === "sub") return y === 0 ? a : undefined;
  if (primitive === "mul") return y === 1 ? a : x === 1 ? b : undefined;
  if (primitive === "where") return x === undefined ? undefined : x !== 0 ? b : node.operands[2];
  if (primitive === "neg") return a.primitive === "neg" ? a.operands[0] : undefined;
  if (primitive !== "div") return undefined;
  if (y === 1) return a;
  // x / 2ᵏ → x · 2⁻ᵏ, the same bits where 2⁻ᵏ is a normal number of float32. Others are divisions: a reciprocal rounds, and
  // that of a small number is ∞.
  // biome-ignore lint/plugin: rounded to the next whole number.
  const power = y === undefined ? Number.NaN : Math.round(Math.log2(Math.abs(y)));
  if (y !== undefined && Math.abs(power) <= 126 && Math.abs(y) === 2 ** power) return a.mul(filled(1 / y, node.shape));
  return undefined;
}

function filled(value: number, shape: Shape): Tensor {
  return constant(value).broadcastTo(shape);
}

/** Functions such as exp are left to kernels, whose polynomials have the same bits on every JavaScript engine. */
function fold(primitive: Elementwise, [x, y, z]: readonly number[]): number | undefined {
  const rules: { readonly [P in Elementwise]?: ScalarRule } = arithmetic;
  return rules[primitive]?.(x, y, z);
}
