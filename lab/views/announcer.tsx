import { useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Plan, PlanText } from "../chapters/chapter.ts";
import type { Race } from "../race/race.ts";
import { texts } from "../texts/language.ts";
import { judged } from "./judged.ts";
import { messageOf } from "./message-of.ts";
import { verdictInWords } from "./verdict-in-words.ts";
import { whole } from "./written.ts";

/** Tells screen readers of the few things that matter: started, paused, a claim that is decided, the verdict, an error. */
export function Announcer({ race, plan, text }: { race: Race; plan: Plan; text: PlanText }) {
  const said = useSignal("");
  const before = useRef({ status: "idle", claim: "notYet" });
  useSignalEffect(() => {
    const words = texts().shell.announce;
    const status = race.status.value;
    const { state } = judged(race, plan);
    const was = before.current;
    before.current = { status, claim: state };
    const news: string[] = [];
    if (status !== was.status) {
      if (status === "running" && was.status !== "paused") news.push(words.started);
      if (status === "paused") news.push(words.paused(whole(race.a.peek()?.steps.length ?? 0)));
      if (status === "failed") news.push(words.failed(messageOf(race)));
    }
    const hasEnded = status === "ended" && was.status !== "ended" && was.status !== "idle";
    // At the end once more: what is said in the same moment replaces what was said before.
    if ((state !== was.claim || hasEnded) && state !== "notYet")
      news.push(words.claim(texts().shell.claim[state], text.claim));
    if (hasEnded) news.push(words.verdict(verdictInWords(race.study.peek())));
    if (news.length > 0) said.value = news.join(" ");
  });
  return (
    <p class="unseen" role="status">
      {said}
    </p>
  );
}
