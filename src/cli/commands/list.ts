import { allDiagnosisFacts, DIAGNOSIS_GROUPS } from "../../report/catalogue/diagnosis-facts.ts";
import { allTrickFacts } from "../../report/catalogue/trick-facts.ts";
import { wrap } from "../../report/words/wrap.ts";
import { SECTIONS } from "../../trick/sections.ts";
import type { AddCommand } from "../command.ts";
import { EXPERIMENTS } from "../experiments.ts";

export const listCommand: AddCommand = (program, host) => {
  program
    .command("list")
    .description("list every trick by topic, the diagnoses of the doctor, and the ready experiments")
    .action((flags: { json?: boolean }) => {
      const tricks = allTrickFacts();
      const diagnoses = allDiagnosisFacts();
      const ready = EXPERIMENTS.map(({ name, title, summary }) => ({ name, title, summary }));
      if (flags.json === true) {
        host.out(JSON.stringify({ sections: SECTIONS, tricks, experiments: ready, diagnoses }));
        return;
      }
      const { bold } = host.outColors;
      const width = Math.max(...[...tricks, ...ready, ...diagnoses].map(({ name }) => name.length));
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
      for (const [group, title] of Object.entries(DIAGNOSIS_GROUPS))
        block(
          `${title}: evenkeel doctor`,
          diagnoses.filter((each) => each.group === group),
        );
      block("Experiments: evenkeel compare NAME", ready);
      host.out("evenkeel explain NAME describes a trick or a diagnosis in full.");
    });
};
