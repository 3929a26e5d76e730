// @ts-check
import ts from "typescript";

/** @typedef {{ [key: string]: unknown }} Schema */

/** Numbers that are always whole. All others may be null in JSON: what is not finite is. */
const WHOLE = new Set([
  ...["bestEpoch", "comparisons", "count", "dataSeed", "dataSeeds", "doneBefore", "epoch", "equal", "failed", "higher"],
  ...["interrupted", "lower", "members", "most", "parallel", "reached", "runs", "seed", "seeds", "trials", "workers"],
]);

/** Types whose numbers have the names of whole ones and are none: the variance over seeds. */
const REAL = new Set(["VarianceComponents"]);

const FORMATS = /** @type {Record<string, string>} */ ({ date: "date-time" });

/** The schema of a study as JSON (JSON Schema 2020-12), from the types of `src/compare/study.ts` and their comments. */
export function studySchema() {
  const root = "src/compare/study.ts";
  const config = ts.readConfigFile("tsconfig.json", ts.sys.readFile).config;
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ".");
  const program = ts.createProgram([root], { ...options, noEmit: true });
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(/** @type {ts.SourceFile} */ (program.getSourceFile(root)));
  const study = checker.getExportsOfModule(/** @type {ts.Symbol} */ (module)).find(({ name }) => name === "Study");
  if (study === undefined) throw new Error(`${root} has no Study`);
  /** @type {Record<string, Schema>} */
  const defs = {};
  const { title: _, ...body } = objectOf(checker.getDeclaredTypeOfSymbol(study));
  const { properties, ...rest } = /** @type {{ properties: Record<string, Schema> }} */ (body);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "urn:evenkeel:study:1",
    title: "A study of Evenkeel",
    description: "A finished comparison, as studyJson and evenkeel compare --report study.json write it.",
    ...rest,
    properties: { $schema: { const: "urn:evenkeel:study:1" }, ...properties },
    $defs: Object.fromEntries(Object.entries(defs).sort(([a], [b]) => (a < b ? -1 : 1))),
  };

  /**
   * @param {ts.Type} given
   * @param {string} name of the property that has it
   * @returns {Schema}
   */
  function schemaOf(given, name) {
    if (given.flags & (ts.TypeFlags.Unknown | ts.TypeFlags.Any)) return {};
    const type = checker.getNonNullableType(given);
    if (type.flags & ts.TypeFlags.Boolean) return { type: "boolean" };
    if (type.flags & ts.TypeFlags.Number) return { type: WHOLE.has(name) ? "integer" : ["number", "null"] };
    if (type.flags & ts.TypeFlags.String)
      return { type: "string", ...(FORMATS[name] === undefined ? {} : { format: FORMATS[name] }) };
    if (type.isStringLiteral()) return { const: type.value };
    if (type.isUnion()) return unionOf(type, name);
    const [item] = checker.isArrayType(type) ? checker.getTypeArguments(/** @type {ts.TypeReference} */ (type)) : [];
    if (item !== undefined) return { type: "array", items: schemaOf(item, name) };
    const named = type.aliasSymbol ?? type.symbol;
    const isNamed = named !== undefined && !["__type", "Record", "Readonly"].includes(named.name);
    if (!isNamed) return objectOf(type);
    if (defs[named.name] === undefined) {
      defs[named.name] = {}; // a type within itself
      const text = wordsOf(named);
      defs[named.name] = { ...(text === "" ? {} : { description: text }), ...objectOf(type) };
    }
    return { $ref: `#/$defs/${named.name}` };
  }

  /**
   * @param {ts.UnionType} type
   * @param {string} name
   * @returns {Schema}
   */
  function unionOf(type, name) {
    if (type.types.every((each) => each.isStringLiteral()))
      return { enum: type.types.map((each) => /** @type {ts.StringLiteralType} */ (each).value).sort() };
    const each = type.types.map((one) => schemaOf(one, name));
    return { anyOf: each.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) };
  }

  /**
   * @param {ts.Type} type
   * @returns {Schema}
   */
  function objectOf(type) {
    const known = checker.getPropertiesOfType(type);
    const others = checker.getIndexTypeOfType(type, ts.IndexKind.String);
    const required = known.filter(({ flags }) => !(flags & ts.SymbolFlags.Optional)).map(({ name }) => name);
    const described = known.map((property) => {
      const text = wordsOf(property);
      const isReal = REAL.has(type.symbol?.name);
      const schema = schemaOf(checker.getTypeOfSymbol(property), isReal ? "" : property.name);
      return [property.name, { ...(text === "" ? {} : { description: text }), ...schema }];
    });
    return {
      type: "object",
      ...(described.length === 0 ? {} : { properties: Object.fromEntries(described) }),
      ...(required.length === 0 ? {} : { required }),
      ...(others === undefined ? {} : { additionalProperties: schemaOf(others, "") }),
    };
  }

  /** @param {ts.Symbol} symbol */
  function wordsOf(symbol) {
    return ts.displayPartsToString(symbol.getDocumentationComment(checker)).replace(/\s+/g, " ").trim();
  }
}
