import { readFileSync, writeFileSync } from "node:fs";

/** Resident memory of this process now and at most since `beginPeak`, in bytes (Linux). */
export function resident(): { now: number; peak: number } {
  try {
    const status = readFileSync("/proc/self/status", "utf8");
    const bytes = (key: string) => 1024 * Number(new RegExp(`${key}:\\s+(\\d+)`).exec(status)?.[1]);
    return { now: bytes("VmRSS"), peak: bytes("VmHWM") };
  } catch {
    const now = process.memoryUsage.rss(); // elsewhere, what is left when a case has ended
    return { now, peak: now };
  }
}

/** Forgets the peak so far. */
export function beginPeak(): void {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
  } catch {
    // not Linux
  }
}
