import type { Signal } from "@preact/signals";
import type { Plot } from "../chapters/chapter.ts";
import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import { Later } from "./later.tsx";
import { loadStepSlider, PLOTS, PLOTS_OF_A_STEP } from "./parts.ts";
import { PlaneOffer } from "./plane-offer.tsx";
import { isInPlane, plotsOf } from "./plots-of.ts";
import { Tabs } from "./tabs.tsx";

/**
 * The further plots of a chapter that fit the data, one at a time, each loaded when it is first shown. Another one may be
 * asked for.
 */
export function PlotTabs(props: { race: Race; plots: readonly Plot[]; chosen: Signal<Plot | undefined> }) {
  const { race, chosen } = props;
  const words = texts().shell.plots;
  const named = race.data.value === undefined ? race.experiment.value.base.data : undefined;
  const inPlane = isInPlane(named, race.a.value?.facts?.inputShape);
  const plots = plotsOf(props.plots, inPlane);
  const shown = chosen.value ?? plots[0];
  if (shown === undefined) return null;
  const names = plots.includes(shown) ? plots : [...plots, shown];
  return (
    <section aria-labelledby="plots-title">
      <h3 id="plots-title">{words.title}</h3>
      <Tabs
        id="plot"
        label={words.title}
        tabs={names.map((name) => ({ name, title: words[name] }))}
        shown={shown}
        show={(name) => {
          chosen.value = name;
        }}
      >
        {shown === "surface" && !inPlane ? (
          <PlaneOffer race={race} />
        ) : (
          <>
            {PLOTS_OF_A_STEP.includes(shown) && <Later load={loadStepSlider} with={{ race }} />}
            <Later load={PLOTS[shown]} with={{ race }} />
          </>
        )}
      </Tabs>
    </section>
  );
}
