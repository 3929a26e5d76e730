import { charts } from "./charts.ts";
import { controls } from "./controls.ts";
import { doctor } from "./doctor.ts";
import { race } from "./race.ts";
import { shell } from "./shell.ts";

/** The words of the page, room by room. */
export const en = { charts, controls, doctor, race, shell } as const;
