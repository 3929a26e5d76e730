import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import { messageOf } from "./message-of.ts";

/** What is shown when a worker ended or a recipe was refused: why, and the way back. */
export function Failure({ race }: { race: Race }) {
  const words = texts().shell.failure;
  if (race.status.value !== "failed") return null;
  const startAgain = () => {
    race.again();
    if (race.status.value === "failed" || race.status.value === "idle") race.start();
  };
  return (
    <div class="message">
      <h4>{words.title}</h4>
      <p class="error-text">{messageOf(race)}</p>
      <button type="button" class="button" onClick={startAgain}>
        {texts().shell.race.startAgain}
      </button>
    </div>
  );
}
