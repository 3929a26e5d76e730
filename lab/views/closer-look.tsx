import { useSignal } from "@preact/signals";
import type { Plan, Plot } from "../chapters/chapter.ts";
import { plotOfFinding } from "../looking/plot-of-finding.ts";
import type { Race } from "../race/race.ts";
import { Later } from "./later.tsx";
import { loadFindings } from "./parts.ts";
import { PlotTabs } from "./plot-tabs.tsx";

/** Further plots, and what the doctor finds; a finding leads to the plot on which it is seen. */
export function CloserLook({ race, plan }: { race: Race; plan: Plan }) {
  const chosen = useSignal<Plot | undefined>(undefined);
  const onShow = ({ diagnosis }: { diagnosis: string }) => {
    const plot = plotOfFinding(diagnosis);
    if (plot !== "curves") chosen.value = plot;
    // After the page has followed: the tab may be new.
    setTimeout(() => reveal(plot === "curves" ? "curves" : `plot-${plot}`));
  };
  return (
    <>
      <PlotTabs race={race} plots={plan.plots} chosen={chosen} />
      <Later load={loadFindings} with={{ race, onShow }} />
    </>
  );
}

function reveal(id: string) {
  const place = document.getElementById(id);
  place?.focus({ preventScroll: true });
  place?.scrollIntoView({ block: "center" });
}
