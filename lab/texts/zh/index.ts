import { charts } from "./charts.ts";
import { controls } from "./controls.ts";
import { doctor } from "./doctor.ts";
import { race } from "./race.ts";
import { shell } from "./shell.ts";

export const zh = { charts, controls, doctor, race, shell };
