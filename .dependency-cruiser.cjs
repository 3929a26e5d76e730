// Which folder may import which: values flow one way, and so do imports.
//   data → graph → autodiff → plan → backend → model → train → recipe → compare → report → cli
const ORDER = ["data", "graph", "autodiff", "plan", "backend", "model", "train", "recipe", "compare", "report", "cli"];

const later = (folder) => ORDER.slice(ORDER.indexOf(folder) + 1);

module.exports = {
  forbidden: [
    {
      name: "no-circular",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    ...ORDER.slice(0, -1).map((folder) => ({
      name: `${folder}-before-${later(folder)[0]}`,
      comment: `src/${folder} stands before ${later(folder).join(", ")} and knows nothing of them.`,
      severity: "error",
      from: { path: `^src/${folder}/`, pathNot: "\\.test\\.ts$" },
      to: { path: `^src/(${later(folder).join("|")})/`, dependencyTypesNot: ["type-only"] },
    })),
    {
      name: "machine-at-the-edges",
      comment: "The core is pure: files, workers and the environment are touched in these places only.",
      severity: "error",
      from: {
        path: "^src/",
        pathNot: [
          "^src/cli/",
          "^src/files\\.ts$",
          "^src/data/sources/",
          "^src/backend/wasm/",
          "^src/compare/compare\\.ts$",
          "\\.test\\.ts$",
        ],
      },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "index-is-for-users",
      severity: "error",
      from: { path: "^src/", pathNot: "\\.test\\.ts$" },
      to: { path: "^src/index\\.ts$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { extensions: [".ts", ".js"] },
  },
};
