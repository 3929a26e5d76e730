import type { ComponentChildren } from "preact";
import { DataTable, type TableData } from "./data-table.tsx";
import "./charts.css";

interface FigureFrameProps {
  title: string;
  /** A name for styles: "curve-chart". */
  kind: string;
  /** Switches beside the title. */
  controls?: ComponentChildren;
  /** What it shows now, in words. */
  summary: string;
  /** How to read it. */
  legend?: string;
  /** What was said last to those who move its cursor. */
  said?: string;
  table: () => TableData;
  children: ComponentChildren;
}

/** What all charts have: a title, a picture, a summary, how to read it, the numbers, and a place for announcements. */
export function FigureFrame({ title, kind, controls, summary, legend, said, table, children }: FigureFrameProps) {
  return (
    <figure class={`chart ${kind}`}>
      <figcaption class="chart-head">
        <span class="chart-title">{title}</span>
        {controls !== undefined && <span class="chart-controls">{controls}</span>}
      </figcaption>
      {children}
      <p class="chart-summary">{summary}</p>
      {legend !== undefined && <p class="chart-legend">{legend}</p>}
      <DataTable title={title} data={table} />
      <div class="unseen" aria-live="polite">
        {said === "" ? undefined : said}
      </div>
    </figure>
  );
}
