import { usageError } from "../../errors.ts";
import type { AddCommand } from "../command.ts";
import { labFolder } from "../lab/lab-folder.ts";
import { openBrowser, openerOf } from "../lab/open-browser.ts";

export const labCommand: AddCommand = (program, host, exit) => {
  program
    .command("lab")
    .description("try each trick with and without, side by side, on real training in the browser: evenkeel lab")
    .option("--port <value>", "the port of the page; 0: any that is free (default: 4173, or the next that is free)")
    .option("--no-open", "leave it to you to open the page in a browser")
    .action(async (flags: Record<string, unknown>) => {
      const given = portOf(flags.port as string | undefined);
      const folder = labFolder();
      const [{ labServer }, { listen, PORT }] = await Promise.all([
        import("../lab/lab-server.ts"),
        import("../lab/listen.ts"),
      ]);
      const server = labServer(folder);
      const port = await listen(server, given);
      const address = `http://127.0.0.1:${port}/`;
      host.stopping = "The lab has ended.";
      if (flags.json === true) host.out(JSON.stringify({ address }));
      else host.out(`The lab is at ${address}`);
      if (given === undefined && port !== PORT) host.err(`Port ${PORT} is taken, so the lab took another one.`);
      const opener = flags.open === false ? undefined : openerOf(host);
      if (opener !== undefined)
        openBrowser(opener, address, (why) =>
          host.err(`The browser could not be opened (${why}). Open ${address} in one.`),
        );
      else if (flags.open !== false) host.err("There is no display here, so no browser is opened.");
      host.err("Ctrl-C ends it.");
      await new Promise<void>((resolve) => {
        if (host.signal.aborted) resolve();
        else host.signal.addEventListener("abort", () => resolve(), { once: true });
      });
      server.close();
      server.closeAllConnections();
      exit(0);
    });
};

/** @throws a usage error for what is no port. */
function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,5}$/.test(text) && Number(text) < 65536) return Number(text);
  throw usageError({ where: "--port", expected: "a whole number from 0 to 65,535", received: text });
}
