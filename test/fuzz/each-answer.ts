import { EvenkeelError } from "../../src/errors.ts";

/** What each reader answers, an error of the library among it. @throws the first other error, and one of the library if all refuse. */
export async function eachAnswer(...readers: readonly (() => unknown)[]): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const read of readers)
    answers.push(
      await (async () => read())().catch((error: unknown) => {
        if (error instanceof EvenkeelError) return error;
        throw error;
      }),
    );
  if (answers.every((answer) => answer instanceof EvenkeelError)) throw answers[0];
  return answers;
}
