import { type EvenkeelError, runError, usageError } from "../../errors.ts";
import type { QueueAddress } from "./queue-address.ts";

/** What a server answers, and what to do about it. */
const ANSWERS: readonly { answer: RegExp; expected: string; fix: string; wrongUse?: true }[] = [
  {
    answer: /WRONGPASS|NOAUTH|invalid password|no password is set|without any password/i,
    expected: "the password of",
    fix: "Give it by REDIS_PASSWORD or in the URL, redis://:password@host:6379, with the user before the colon, if there is one.",
    wrongUse: true,
  },
  { answer: /NOPERM/, expected: "the rights of a queue on", fix: "Give the user all commands on the keys evenkeel:*." },
  {
    answer: /MISCONF|OOM|No space left|maxmemory/i,
    expected: "room to write on",
    fix: "Free its disk or its memory. What is finished is kept: the same command goes on.",
  },
  {
    answer: /READONLY/,
    expected: "a server that takes writes, no replica, as",
    fix: "Give the URL of the primary.",
  },
  {
    answer: /certificate|self.signed|altname|wrong version number|EPROTO|ERR_TLS/i,
    expected: "a certificate that is trusted of",
    fix: "Give that of the authority by NODE_EXTRA_CA_CERTS, or redis:// if the server has no TLS.",
  },
];

/** What a server or the way to it says, in words, and without secrets: an error of a client holds what was sent. */
export function queueError(where: string, { shown, tls }: QueueAddress, answer: string): EvenkeelError {
  const received = answer.replace(/\.$/, "");
  const known = ANSWERS.find((each) => each.answer.test(received));
  if (known === undefined)
    return runError({
      where,
      expected: `a Redis server at ${shown}`,
      received,
      fix: `Check the address, that the server runs and can be reached from here, and ${tls ? "that it has TLS" : "whether it wants TLS (rediss://)"}.`,
    });
  const { expected, fix, wrongUse } = known;
  return (wrongUse ? usageError : runError)({ where, expected: `${expected} ${shown}`, received, fix });
}
