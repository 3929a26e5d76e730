// What a run needs for data of a table; loaded where the data are.
export { standardize } from "../../data/scaling/standardize.ts";
export { withColumns } from "./with-columns.ts";
