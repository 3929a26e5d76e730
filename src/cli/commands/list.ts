import { allTrickFacts } from "../../report/catalogue/trick-facts.ts";
import { wrap } from "../../report/words/wrap.ts";
import { SECTIONS } from "../../trick/sections.ts";
import type { AddCommand } from "../command.ts";
import { EXPERIMENTS } from "../experiments.ts";

export const listCommand: AddCommand = (program, host) => {
  program
    .command("list")
    .description("list every trick by topic, and the ready experiments")
    .action((flags: { json?: boolean }) => {
      const tricks = allTrickFacts();
      const ready = EXPERIMENTS.map(({ name, title, summary }) => ({ name, title, summary }));
      if (flags.json === true) {
        host.out(JSON.stringify({ sections: SECTIONS, tricks, experiments: ready }));
        return;
      }
      const { bold } = host.outColors;
      const width = Math.max(...[...tricks, ...ready].map(({ name }) => name.length));
      const block = (heading: string, entries: readonly { name: string; summary: string }[]) => {
        if (entries.length === 0) return;
        host.out(bold(heading));
        for (const { name, summary } of entries) {
          const [first, ...rest] = wrap(summary, host.width - width - 4);
          host.out(`  ${name.padEnd(width)}  ${first}`);
          for (const line of rest) host.out(" ".repeat(width + 4) + line);
        }
        host.out("");
      };
      for (const [section, title] of Object.entries(SECTIONS))
        block(
          title,
          tricks.filter((trick) => trick.section === section),
        );
      block("Experiments: evenkeel compare NAME", ready);
      host.out("evenkeel explain NAME describes a trick in full.");
    });
};
