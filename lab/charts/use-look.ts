import { useEffect, useState } from "preact/hooks";
import { errorText } from "../error-text.ts";
import type { ArmName, Look } from "../protocol.ts";
import type { Race } from "../race/race.ts";

interface Shown {
  look: Look | undefined;
  /** Why a look that was asked for is not there. */
  message: string | undefined;
}

/** What was looked at of a side after the step that is shown; the one before it stays until the answer comes. */
export function useLook(race: Race, arm: ArmName): Shown {
  const step = race.shown.value;
  const newest = race[arm].value?.look;
  const [kept, keep] = useState<Shown>({ look: undefined, message: undefined });
  useEffect(() => {
    if (step === undefined) return;
    let current = true;
    race.lookAt(arm, step).then(
      (look) => current && keep({ look, message: undefined }),
      (error: unknown) => current && keep({ look: undefined, message: errorText(error) }),
    );
    return () => {
      current = false;
    };
  }, [race, arm, step]);
  if (step === undefined) return { look: newest, message: undefined };
  return { look: kept.look ?? newest, message: kept.message };
}
