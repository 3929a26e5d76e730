import { texts } from "../texts/language.ts";
import type { OwnFacts } from "./own-facts.ts";

/** Rows that are shown of a longer list. */
const MOST = 50;

/** What was read: samples, classes, columns and what they are. Names stand as text. */
export function FactsView({ name, facts }: { name: string; facts: OwnFacts }) {
  const words = texts().controls.ownData;
  const { training, validation, test, shape, classes, columns } = facts;
  return (
    <div class="own-facts">
      <p>
        <b>{name}</b>
      </p>
      <p>
        {words.samples(
          training,
          validation,
          test,
          shape.join(" × "),
          shape.every((extent) => extent === 1),
        )}
      </p>
      {classes && (
        <p>
          {words.classes(classes.length)}{" "}
          {classes.slice(0, MOST).map((one, i) => (
            <span key={one.name}>
              {i > 0 && ", "}
              <b>{one.name}</b> ({one.samples})
            </span>
          ))}
          {classes.length > MOST && words.more(classes.length - MOST)}
        </p>
      )}
      {columns && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
        <section class="own-columns" tabIndex={0} aria-label={words.columns(columns.length)}>
          <table>
            <caption>{words.columns(columns.length)}</caption>
            <thead>
              <tr>
                <th scope="col">{words.column}</th>
                <th scope="col">{words.kind}</th>
                <th scope="col">{words.values}</th>
                <th scope="col">{words.missing}</th>
                <th scope="col">{words.has}</th>
              </tr>
            </thead>
            <tbody>
              {columns.slice(0, MOST).map((column) => (
                <tr key={column.name}>
                  <th scope="row">{column.name}</th>
                  <td>{words.kinds[column.kind]}</td>
                  <td>{column.values}</td>
                  <td>{column.missing}</td>
                  <td>
                    {column.why ??
                      column.examples?.slice(0, 4).join(", ") ??
                      (column.range === undefined ? "" : words.range(column.range[0], column.range[1]))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {columns.length > MOST && <p>{words.more(columns.length - MOST)}</p>}
        </section>
      )}
    </div>
  );
}
