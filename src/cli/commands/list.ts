import { catalogue } from "../../catalogue.ts";
import * as experiments from "../../compare/experiments/index.ts";
import type { AddCommand } from "../command.ts";
import { INITIALISATION } from "./compare-initialisation.ts";

export const listCommand: AddCommand = (program, host) => {
  program
    .command("list")
    .description("list every trick by kind, and the ready experiments")
    .action((flags: { json?: boolean }) => {
      const kinds = {
        ...Object.fromEntries(
          Object.entries(catalogue).map(([kind, tricks]) => [
            kind,
            Object.values(tricks).map(({ definition }) => definition),
          ]),
        ),
        experiments: [...Object.values(experiments), INITIALISATION],
      };
      if (flags.json === true) {
        host.out(JSON.stringify(describe(kinds)));
        return;
      }
      const { bold } = host.outColors;
      const width = Math.max(...Object.values(kinds).flatMap((tricks) => tricks.map(({ name }) => name.length)));
      for (const [kind, tricks] of Object.entries(kinds)) {
        host.out(bold(kind));
        for (const { name, summary } of tricks) host.out(`  ${name.padEnd(width)}  ${summary}`);
        host.out("");
      }
    });
};

interface Described {
  name: string;
  summary: string;
  source?: string;
  options?: Readonly<Record<string, { accepts: string; fallback?: unknown; doc: string }>>;
}

function describe(kinds: Readonly<Record<string, readonly Described[]>>): object {
  return Object.fromEntries(
    Object.entries(kinds).map(([kind, tricks]) => [
      kind,
      tricks.map(({ name, summary, source, options = {} }) => ({
        name,
        summary,
        source,
        options: Object.fromEntries(
          Object.entries(options).map(([key, { accepts, fallback, doc }]) => [
            key,
            { accepts, default: fallback, doc },
          ]),
        ),
      })),
    ]),
  );
}
