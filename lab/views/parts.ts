import type { FunctionComponent } from "preact";
import type { Plot } from "../chapters/chapter.ts";
import type { Race } from "../race/race.ts";

/** What shows something of a race. */
type Part = FunctionComponent<{ race: Race }>;

/** What loads a plot, by its name in chapters. */
export const PLOTS: Record<Plot, () => Promise<Part>> = {
  signals: async () => (await import("../charts/layer-signals.tsx")).LayerSignals,
  histograms: async () => (await import("../charts/histograms.tsx")).Histograms,
  learningRate: async () => (await import("../charts/rate-chart.tsx")).RateChart,
  surface: async () => (await import("../charts/surface-chart.tsx")).SurfaceChart,
  filters: async () => (await import("../looking/filters.tsx")).Filters,
  misread: async () => (await import("../looking/misread.tsx")).Misread,
  pad: async () => (await import("../looking/pad.tsx")).Pad,
  path: async () => (await import("../charts/path-chart.tsx")).PathChart,
};

/** Plots of a network as it was after a step, for which there is a slider. */
export const PLOTS_OF_A_STEP: readonly Plot[] = ["histograms", "surface", "filters", "pad"];

export const loadCurveChart = async () => (await import("../charts/curve-chart.tsx")).CurveChart;
export const loadStepSlider = async () => (await import("../charts/step-slider.tsx")).StepSlider;
export const loadFindings = async () => (await import("../looking/findings.tsx")).Findings;
export const loadControls = async () => (await import("../controls/controls-panel.tsx")).ControlsPanel;
export const loadOwnData = async () => (await import("../own-data/own-data-drop.tsx")).OwnDataDrop;
export const loadExport = async () => (await import("../export/export-panel.tsx")).ExportPanel;
export const loadWorkNote = async () => (await import("../address/work-note.tsx")).WorkNote;
