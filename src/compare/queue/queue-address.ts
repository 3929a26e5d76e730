import { usageError } from "../../errors.ts";
import { defined } from "../../options/defined.ts";
import { show } from "../../options/show.ts";

/** Where a queue is. Its URL may have a password too, which is never shown. */
export interface QueueLocation {
  /** "redis://host:6379", or "rediss://…" for TLS; a user and the number of a database may be in it. */
  url: string;
  /** In place of one in the URL. None by default. */
  password?: string | undefined;
}

/** How a Redis server is reached. */
export interface QueueAddress {
  host: string;
  port: number;
  db: number;
  username?: string;
  password?: string;
  tls: boolean;
  /** The URL without secrets, for messages. */
  shown: string;
}

const PORT = 6379;
const DATABASE = /^\/?$|^\/(\d+)\/?$/;

/** @throws a usage error, without secrets, for what is no such URL. */
export function queueAddress(where: string, given: string | QueueLocation): QueueAddress {
  const { url, password: own } = typeof given === "string" ? { url: given } : Object(given);
  const parsed = typeof url === "string" && URL.canParse(url) ? new URL(url) : undefined;
  const [username, encoded] = [decoded(parsed?.username), decoded(parsed?.password)];
  const database = DATABASE.exec(parsed?.pathname ?? "?");
  if (
    parsed === undefined ||
    database === null ||
    username === undefined ||
    encoded === undefined ||
    !/^rediss?:$/.test(parsed.protocol) ||
    parsed.hostname === "" ||
    parsed.search + parsed.hash !== "" ||
    !["string", "undefined"].includes(typeof own)
  )
    throw usageError({
      where,
      expected: "the URL of a Redis server, such as redis://host:6379 (rediss:// for TLS)",
      received: typeof url === "string" ? show(masked(url)) : show(url),
      fix: "Characters such as / and @ in a password are written as %2F and %40; REDIS_PASSWORD takes it as it is.",
    });
  const { protocol, hostname } = parsed;
  const password = own ?? encoded;
  const [port, db] = [Number(parsed.port || PORT), Number(database[1] ?? 0)];
  return {
    host: hostname.replace(/^\[|\]$/g, ""),
    port,
    db,
    tls: protocol === "rediss:",
    ...defined({ username: username || undefined, password: password || undefined }),
    shown: `${protocol}//${hostname}:${port}${db === 0 ? "" : `/${db}`}`,
  };
}

/** Undefined for what is no percent-encoding. */
function decoded(text: string | undefined): string | undefined {
  try {
    return decodeURIComponent(text ?? "");
  } catch {
    return undefined;
  }
}

/** A text that may be a URL, without what may be a user and a password, before the host or in a query. */
export function masked(text: string): string {
  return text.replace(/^(rediss?:)?(\/\/)?.*@/is, "$1$2***@").replace(/[?#].*$/s, "?***");
}
