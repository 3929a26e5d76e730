// What a run needs for data of several inputs or targets; loaded where the data are.
export { checkLayout } from "../../data/checks/check-layout.ts";
export { fitInputs } from "../../data/fit-inputs.ts";
export { withInputs } from "../../model/wiring/with-inputs.ts";
