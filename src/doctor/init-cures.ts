import { architectureNamed } from "../recipe/architecture-maker.ts";
import { isExpression } from "../recipe/written.ts";
import type { Cure } from "./diagnosis.ts";
import type { Examination } from "./examination.ts";

const RULES = { glorotUniform: "Glorot's", heNormal: "He's" } as const;

/** The advice to draw the first weights by a rule that keeps signals in size: by the model's default first, then by the other. */
export function initCures({
  patient: { recipe },
}: Pick<Examination, "patient">): (Cure & { rule: keyof typeof RULES })[] {
  const { model } = recipe ?? {};
  const option = model === undefined || isExpression(model) ? undefined : architectureNamed(model).options.init;
  const isHe = (option?.fallback as { name?: string } | undefined)?.name === "heNormal";
  const rules = isHe ? (["heNormal", "glorotUniform"] as const) : (["glorotUniform", "heNormal"] as const);
  return rules.map((rule) => ({
    rule,
    text: `Draw the first weights by ${RULES[rule]} rule`,
    change: { init: rule },
  }));
}
