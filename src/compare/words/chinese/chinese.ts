import type { Words } from "../words.ts";
import { conclusions } from "./conclusions.ts";
import { verdict } from "./verdict.ts";

export const chinese: Words = { verdict, conclusions };
