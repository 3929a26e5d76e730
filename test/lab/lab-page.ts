import { readFile } from "node:fs/promises";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { shell } from "../../lab/texts/en/shell.ts";
import type { Study } from "../../src/compare/study.ts";
import { PATIENCE } from "../dist.ts";

/** A page of the lab as a person has it before them. */
export interface LabPage {
  page: Page;
  /** What the browser complained of: errors, warnings, requests that failed. */
  problems: string[];
  /** Addresses that were asked for and are not on this machine. */
  elsewhere: string[];
  close(): Promise<void>;
}

export async function openLab(
  browser: Browser,
  address: string,
  options: BrowserContextOptions & { before?: (page: Page) => Promise<unknown> } = {},
): Promise<LabPage> {
  const { before, ...others } = options;
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-US", ...others });
  const page = await context.newPage();
  page.setDefaultTimeout(5 * PATIENCE);
  const [problems, elsewhere]: [string[], string[]] = [[], []];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "";
    if (why !== "net::ERR_ABORTED") problems.push(`${why}: ${request.url()}`); // so it is when a page is left
  });
  page.on("request", (request) => {
    if (!/^(http:\/\/127\.0\.0\.1:|blob:http:\/\/127\.0\.0\.1:|data:)/.test(request.url()))
      elsewhere.push(request.url());
  });
  await before?.(page);
  await page.goto(address);
  await page.locator("#race-start").waitFor();
  return { page, problems, elsewhere, close: () => context.close() };
}

/** What the page says of the race: "Training". */
export const stateOf = (page: Page) => page.locator(".race-state p").first();

export async function until(page: Page, state: keyof typeof shell.race.status): Promise<void> {
  const words = shell.race.status;
  await stateOf(page)
    .filter({ hasText: new RegExp(`^(${words[state]}|${words.failed})$`) })
    .waitFor();
  if (state !== "failed" && (await stateOf(page).textContent()) === words.failed)
    throw new Error((await page.locator(".experiment .error-text").allTextContents()).join(" "));
}

/** One click, and the wait for all of its seeds. */
export async function raceToItsEnd(page: Page): Promise<void> {
  await page.locator("#race-start").click();
  await until(page, "ended");
}

export const press = (page: Page, name: string) =>
  page.locator(".race-bar").getByRole("button", { name, exact: true }).click();

/** The race from its beginning, and the wait for its end. */
export async function raceAgain(page: Page, name: string): Promise<void> {
  await press(page, name);
  await stateOf(page).filter({ hasNotText: shell.race.status.ended }).waitFor();
  await until(page, "ended");
}

/** The part of the workbench with that title, opened. */
export async function openPart(page: Page, title: keyof typeof shell.workbench) {
  const part = page.locator(".workbench > details", {
    has: page.getByRole("heading", { name: shell.workbench[title] }),
  });
  if ((await part.getAttribute("open")) === null) await part.locator("summary").click();
  return part;
}

/** All numbers of the race, as a person takes them from the page. */
export async function downloadStudy(page: Page): Promise<Study> {
  const part = await openPart(page, "export");
  const waiting = page.waitForEvent("download");
  await part.getByRole("button", { name: "(JSON)" }).last().click();
  return JSON.parse(await readFile(await (await waiting).path(), "utf8"));
}

/** What seeds decide of the runs of a study, to the bit: all but the time that they took. */
export function bitsOf({ runs }: Pick<Study, "runs">): unknown {
  const isTime = (key: string) => /seconds/i.test(key);
  const text = JSON.stringify(runs, (key, value) => (isTime(key) ? undefined : value));
  return JSON.parse(text).sort(
    (one: Study["runs"][0], other: Study["runs"][0]) =>
      one.variant.localeCompare(other.variant) || one.seed - other.seed,
  );
}

/** The step that a side is at, as the page counts it. */
export async function stepOf(page: Page, arm: "a" | "b"): Promise<number> {
  const text = await page.locator(`.race-side.${arm} .progress p`).textContent();
  return Number(/step (?<step>[\d,]+) of/.exec(text ?? "")?.groups?.step.replace(",", "") ?? 0);
}
