import { useEffect, useReducer, useRef, useState } from "preact/hooks";
import { texts } from "../texts/language.ts";
import "./data-table.css";

/** What a chart shows, as words in rows: at most 200. */
export interface TableData {
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}

/** As often as an open table is made anew, in milliseconds. */
const PAUSE = 1000;

/** The numbers of a chart, behind a disclosure. They are put together only while it is open, at most once a second. */
export function DataTable({ title, data }: { title: string; data: () => TableData }) {
  const [open, setOpen] = useState(false);
  const [, again] = useReducer((count: number) => count + 1, 0);
  const kept = useRef<{ at: number; made: TableData }>(undefined);
  if (open && (kept.current === undefined || performance.now() - kept.current.at >= PAUSE))
    kept.current = { at: performance.now(), made: data() };
  if (!open) kept.current = undefined;

  useEffect(() => {
    if (!open) return;
    const timer = setTimeout(() => again(0), PAUSE);
    return () => clearTimeout(timer);
  });

  const made = kept.current?.made;
  return (
    <details class="chart-table" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{texts().charts.table}</summary>
      {made !== undefined && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
        <section class="chart-table-scroll" tabIndex={0} aria-label={title}>
          <table>
            <thead>
              <tr>
                {made.columns.map((column) => (
                  <th scope="col" key={column}>
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {made.rows.map(([first, ...others], i) => (
                <tr key={i}>
                  <th scope="row">{first}</th>
                  {others.map((cell, at) => (
                    <td key={made.columns[at + 1]}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </details>
  );
}
