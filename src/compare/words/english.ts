import { conclusions } from "./conclusions.ts";
import { verdict } from "./verdict.ts";
import type { Words } from "./words.ts";

export const english: Words = { verdict, conclusions };
