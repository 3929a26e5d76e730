// @ts-check

/**
 * The former names of an option, which go on working, as members of the type of its options: editors show them as
 * deprecated, and compilers accept them.
 * @param {string} name
 * @param {{ formerly?: readonly string[] }} option
 * @param {string} type
 */
export function formerMembers(name, { formerly = [] }, type) {
  return formerly.map(
    (former) => `/** @deprecated The former name of \`${name}\`. */\n${former}?: ${type} | undefined;`,
  );
}
