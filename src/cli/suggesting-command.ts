import { Command, type ErrorOptions } from "commander";
import { camelCase } from "../options/case.ts";
import { nearest } from "../options/nearest.ts";

/** A command that knows what its flags are called elsewhere: "unknown option '--lr' (Did you mean --learning-rate?)". */
export class SuggestingCommand extends Command {
  override createCommand(name?: string): Command {
    return new SuggestingCommand(name);
  }

  override error(message: string, options?: ErrorOptions): never {
    const [unknown, flag] = options?.code === "commander.unknownOption" ? (/.*'--([^'=]+).*/.exec(message) ?? []) : [];
    if (unknown === undefined || flag === undefined) return super.error(message, options);
    const flags = new Map(this.options.map((each) => [each.attributeName(), each.long]));
    const meant = flags.get(nearest(camelCase(flag), [...flags.keys()]) ?? "");
    return super.error(meant === undefined ? message : `${unknown}\n(Did you mean ${meant}?)`, options);
  }
}
