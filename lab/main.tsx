import { plannedExperiment } from "./address/planned-experiment.ts";
import { chapters } from "./chapters/index.ts";
import { createRace } from "./race/create-race.ts";
import "./style/lab.css";
import { openPage } from "./views/open-page.tsx";
import { placeOf } from "./views/place.ts";

const place = placeOf(location.hash);
const [first] = chapters;
const chapter = place.kind === "chapter" ? place.chapter : first;

if (chapter === undefined) throw new Error("This build has no chapters.");
openPage(
  createRace(
    plannedExperiment(chapter, place.kind === "chapter" ? place.which : "main"),
    () => new Worker(new URL("./worker.js", import.meta.url), { type: "module" }),
  ),
);
