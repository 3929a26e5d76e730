// Which part may import which. Values flow one way, and so do imports, of types as of values.
// A part is a folder of src, or files at its root, and stands here after everything that it may import.
const PARTS = [
  [
    "foundation",
    "^src/(exact-math/|files/|options/|random/|trick/|(error-text|errors|files|node-module|once|options|random|say-once|trick|version)\\.ts$)",
  ],
  ["data", "^src/data/"],
  ["graph", "^src/graph/"],
  ["autodiff", "^src/autodiff/"],
  ["plan", "^src/plan/"],
  ["backend", "^src/backend/"],
  ["compile", "^src/compile\\.ts$"],
  ["formats", "^src/formats/"],
  ["model", "^src/model/"],
  ["optimize", "^src/optimize/"],
  ["predict", "^src/predict/"],
  ["export", "^src/export/"],
  ["signals", "^src/signals/"],
  ["train", "^src/train/"],
  ["catalogue", "^src/(catalogue|from-spec)\\.ts$"],
  ["expression", "^src/expression/"],
  ["saved", "^src/saved/"],
  ["recipe", "^src/recipe/"],
  ["compare", "^src/compare/"],
  ["doctor", "^src/doctor/"],
  ["report", "^src/report/"],
  ["index", "^src/(index|tricks)\\.ts$"],
  ["cli", "^src/cli/"],
];

const TESTS = "\\.test\\.ts$";
// Ask by a dynamic import for the page of a run, when it has ended, and for the doctor, when a training is watched.
const LATER = "^src/train/(log/folder/write-page|callbacks/watch)\\.ts$";
const CODE = { path: "^src/", pathNot: TESTS };

module.exports = {
  forbidden: [
    ...PARTS.slice(0, -1).map(([part, path], i) => ({
      name: `${part}-before-${PARTS[i + 1][0]}`,
      comment: `${part} knows nothing of what comes after it in PARTS.`,
      severity: "error",
      from: { path, pathNot: [TESTS, LATER] },
      to: { path: PARTS.slice(i + 1).map(([, later]) => later) },
    })),
    {
      name: "every-file-in-a-part",
      comment: "A new folder or root file of src gets its place in PARTS.",
      severity: "error",
      from: { path: "^src/", pathNot: [TESTS, ...PARTS.map(([, path]) => path)] },
      to: {},
    },
    {
      name: "index-is-for-users",
      comment: "Inside, a file imports what it needs from where it is defined.",
      severity: "error",
      from: CODE,
      to: { path: "^src/index\\.ts$" },
    },
    {
      name: "backends-behind-their-door",
      comment: "A backend is known to backend/open.ts alone: others use what src/backend itself has.",
      severity: "error",
      // Files of tests stand in its place: one runs shaders without a device, one plays the device of "auto", one loses a device.
      from: {
        path: "^(src|test|examples|scripts)/",
        pathNot:
          "^(src/backend/|test/run-shaders\\.ts$|test/played-trial\\.ts$|src/train/recover/back-to-wasm\\.test\\.ts$)",
      },
      to: { path: "^src/backend/[^/]+/" },
    },
    {
      name: "backends-apart",
      comment: "No backend knows another one.",
      severity: "error",
      from: { path: "^src/backend/([^/]+)/", pathNot: TESTS },
      to: { path: "^src/backend/[^/]+/", pathNot: "^src/backend/$1/" },
    },
    {
      name: "examples-use-the-package",
      comment: "An example imports what a user can import.",
      severity: "error",
      from: { path: "^examples/" },
      to: { path: "^(src|test|scripts)/" },
    },
    {
      name: "lab-uses-the-package",
      comment: "The lab imports what a user can import.",
      severity: "error",
      from: { path: "^lab/" },
      to: { path: "^(src|test|scripts|bench|examples)/" },
    },
    {
      name: "package-without-lab",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^lab/" },
    },
    {
      name: "no-circular",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { pathNot: LATER } },
    },
    {
      name: "machine-at-the-edges",
      comment: "The core is pure: modules of Node.js are asked for in these places only.",
      severity: "error",
      from: {
        path: "^src/",
        pathNot: [
          TESTS,
          "^src/cli/",
          "^src/files(/|\\.ts$)",
          "^src/data/(files|images|sources)/",
          "^src/backend/cores\\.ts$",
          "^src/compare/queue/",
          "^src/backend/wasm/(worker-port|relaxed)\\.ts$",
        ],
      },
      to: { path: "^src/node-module\\.ts$" },
    },
    {
      name: "bundlers-find-no-node",
      comment:
        "Outside the command line, modules of Node.js are asked for by nodeModule, which bundlers for browsers let pass.",
      severity: "error",
      from: { path: "^src/", pathNot: [TESTS, "^src/(cli/|node-module\\.ts$)"] },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "no-tests-in-code",
      severity: "error",
      from: CODE,
      to: { path: [TESTS, "^(test|examples|scripts|bench)/"] },
    },
    {
      name: "only-runtime-dependencies",
      comment: "What src imports is installed with the package, or is an optional peer.",
      severity: "error",
      from: CODE,
      to: {
        dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"],
        pathNot: "node_modules/(@types|bullmq|hyparquet|hyparquet-compressors|ioredis|jpeg-js)/",
      },
    },
    { name: "no-missing-files", severity: "error", from: CODE, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "^dist/"] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      extensions: [".ts", ".js"],
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "default"],
    },
  },
};
