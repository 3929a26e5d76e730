import { defaultCacheFolder } from "../data/files/download.ts";
import type { Host } from "./host.ts";

/** The folder for downloaded data. */
export function cacheFolder({ env, platform, home }: Host): string {
  return defaultCacheFolder(env, platform, home);
}
