import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import { Later } from "./later.tsx";
import { loadCurveChart } from "./parts.ts";

/** Loss and the metric as they go. */
export function Curves({ race }: { race: Race }) {
  return (
    <section class="curves" id="curves" tabIndex={-1} aria-label={texts().shell.curves}>
      <Later load={loadCurveChart} with={{ race, measure: "loss" }} />
      <Later load={loadCurveChart} with={{ race, measure: "metric" }} />
    </section>
  );
}
