import type { FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";
import { texts } from "../texts/language.ts";

type Load<P> = () => Promise<FunctionComponent<P>>;

/** A part of the page that is loaded when it is first shown. */
export function Later<P extends object>({ load, with: props }: { load: Load<P>; with: NoInfer<P> }) {
  const words = texts().shell.plots;
  const [part, setPart] = useState<{ of: Load<P>; Component: FunctionComponent<P> } | { of: Load<P>; failed: true }>();
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let wanted = true;
    load().then(
      (Component) => wanted && setPart({ of: load, Component }),
      () => wanted && setPart({ of: load, failed: true }),
    );
    return () => {
      wanted = false;
    };
  }, [load, attempt]);
  if (part === undefined || part.of !== load) return <p class="muted part-loading">{words.loading}</p>;
  if ("Component" in part) return <part.Component {...props} />;
  return (
    <div class="message" role="alert">
      <p>{words.failed}</p>
      <button type="button" class="button" onClick={() => setAttempt(attempt + 1)}>
        {words.retry}
      </button>
    </div>
  );
}
