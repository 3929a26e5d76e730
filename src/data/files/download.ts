import { EvenkeelError, runError } from "../../errors.ts";
import { joinedBytes } from "../../files/joined-bytes.ts";
import { streamChunks } from "../../files/stream-chunks.ts";

/** The progress of one download, in bytes. */
export interface DownloadProgress {
  url: string;
  received: number;
  /** undefined when the server does not say. */
  total: number | undefined;
}

export interface DownloadOptions {
  /** Default: the `fetch` of the platform. */
  fetch?: typeof fetch;
  /** Aborts the download, which then throws the signal's reason. None by default. */
  signal?: AbortSignal;
  /** Called as bytes arrive. None by default. */
  onProgress?: (progress: DownloadProgress) => void;
  /** Milliseconds in which a server must send at least a kilobyte, or the end of the file (default 30,000). */
  stallAfter?: number;
}

/** A download slower than this per `stallAfter` has stalled. */
const LEAST_BYTES = 1024;

/**
 * The folder for downloads: `EVENKEEL_CACHE`, else a folder `evenkeel` in `XDG_CACHE_HOME` (if it is an absolute path), in
 * `LOCALAPPDATA` on Windows, in `~/Library/Caches` on macOS, in `~/.cache` elsewhere.
 * @param platform as `process.platform`. @param home as `os.homedir()`.
 */
export function defaultCacheFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
  home: string,
): string {
  if (env.EVENKEEL_CACHE) return env.EVENKEEL_CACHE;
  const separator = platform === "win32" ? "\\" : "/";
  return [userCacheFolder(env, platform, home, separator), "evenkeel"].join(separator);
}

function userCacheFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
  home: string,
  separator: string,
): string {
  if (env.XDG_CACHE_HOME && /^(\/|[A-Za-z]:[\\/])/.test(env.XDG_CACHE_HOME)) return env.XDG_CACHE_HOME;
  if (platform === "win32") return env.LOCALAPPDATA || [home, "AppData", "Local"].join(separator);
  return platform === "darwin" ? `${home}/Library/Caches` : `${home}/.cache`;
}

/**
 * Downloads the file `name` from the first of `mirrors` that sends it whole, and returns what `accept` makes of its bytes.
 * If `accept` throws, the next mirror is tried.
 * @param earlier why the file had to be downloaded, for the error.
 * @throws a run error that lists every mirror with its failure; the signal's reason if aborted.
 */
export async function fromMirrors<T>(
  name: string,
  mirrors: readonly string[],
  accept: (bytes: Uint8Array, url: string) => Promise<T>,
  options: DownloadOptions & { most?: number },
  earlier: readonly string[] = [],
): Promise<T> {
  const reasons = [...earlier];
  for (const mirror of mirrors) {
    const url = `${mirror.replace(/\/$/, "")}/${name}`;
    try {
      return await accept(await download(url, options), url);
    } catch (error) {
      options.signal?.throwIfAborted();
      reasons.push(reasonOf(error));
    }
  }
  throw runError({
    where: name,
    expected: `a download from one of ${mirrors.length} mirrors`,
    received: `an error from each:\n${reasons.map((reason) => `  ${reason.replace(/\.$/, "")}`).join("\n")}`,
    fix: "Check the connection, give other `mirrors`, or put the file into a folder and give it as `directory`.",
  });
}

/**
 * All bytes at `url`.
 * @param options.most the largest number of bytes accepted (default: no limit).
 * @throws a run error if the server cannot be reached, answers with a status other than 2xx, sends fewer or more bytes than
 * announced, more than `most`, or too few in `stallAfter` milliseconds; the signal's reason if aborted.
 */
export async function download(url: string, options: DownloadOptions & { most?: number } = {}): Promise<Uint8Array> {
  const { signal, stallAfter = 30_000, fetch = globalThis.fetch, most = Infinity } = options;
  signal?.throwIfAborted();
  const stall = stallTimer(stallAfter);
  const progress = { url, received: 0, total: undefined as number | undefined };
  try {
    const response = await fetch(url, {
      signal: signal === undefined ? stall.signal : AbortSignal.any([signal, stall.signal]),
    });
    if (!response.ok) await refuse(response, url);
    progress.total = announcedLength(response);
    if ((progress.total ?? 0) > most) await tooLong(response, url, most, `${progress.total} bytes`);
    const chunks: Uint8Array[] = [];
    for await (const chunk of response.body ? streamChunks(response.body) : []) {
      stall.received(chunk.length);
      chunks.push(chunk);
      progress.received += chunk.length;
      if (progress.received > most) await tooLong(response, url, most, "more");
      options.onProgress?.({ ...progress });
    }
    if (progress.total !== undefined && progress.received !== progress.total) throw new Error("the connection ended");
    return joinedBytes(chunks);
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof EvenkeelError ? error : broken(progress, stall.signal.aborted ? stall.signal.reason : error);
  } finally {
    stall.stop();
  }
}

async function refuse(response: Response, url: string): Promise<never> {
  await response.body?.cancel();
  const received = `${response.status} ${response.statusText}`.trimEnd();
  throw runError({ where: url, expected: "HTTP status 200", received });
}

async function tooLong(response: Response, url: string, most: number, received: string): Promise<never> {
  await response.body?.cancel().catch(() => undefined); // while it is being read, the reader cancels it
  throw runError({ where: url, expected: `at most ${most} bytes`, received });
}

function broken({ url, received, total }: DownloadProgress, cause: unknown): EvenkeelError {
  return runError({
    where: url,
    expected: total === undefined ? "a whole file" : `${total} bytes`,
    received: `${received} bytes (${reasonOf(cause)})`,
    cause,
  });
}

/** The length of the body; undefined if unknown, or if the body is compressed. */
function announcedLength(response: Response): number | undefined {
  const length = response.headers.get("content-length");
  return length === null || response.headers.has("content-encoding") ? undefined : Number(length);
}

/** A signal that aborts as soon as less than a kilobyte is received in `milliseconds`. */
function stallTimer(milliseconds: number) {
  const controller = new AbortController();
  let bytes = 0;
  const giveUp = () => {
    controller.abort(new Error(`only ${bytes} bytes were received in ${milliseconds / 1000} s`));
  };
  let timer = setTimeout(giveUp, milliseconds);
  return {
    signal: controller.signal,
    received(more: number) {
      bytes += more;
      if (bytes < LEAST_BYTES) return;
      bytes = 0;
      clearTimeout(timer);
      timer = setTimeout(giveUp, milliseconds);
    },
    stop: () => clearTimeout(timer),
  };
}

/** The message of an error and its causes: "fetch failed: connect ECONNREFUSED 127.0.0.1:80". */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && !error.message.includes(error.cause.message)
    ? `${error.message}: ${reasonOf(error.cause)}`
    : error.message;
}
