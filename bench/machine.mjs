import { readFileSync } from "node:fs";
import os from "node:os";

/** What a reader has to know of the machine, without its name. @param {Date} date */
export function describeMachine(date) {
  return {
    date: date.toISOString().slice(0, 10),
    processor: os.cpus()[0]?.model.trim() ?? "unknown processor",
    simd: widestSimd(),
    cores: os.availableParallelism(),
    system: `${os.type()} ${os.arch()}, Node.js ${process.version}, V8 ${process.versions.v8}`,
  };
}

/** The widest SIMD of the processor, which native peers may use: WebAssembly has 128 bits. Known on Linux alone. */
function widestSimd() {
  let flags;
  try {
    flags = new Set(
      readFileSync("/proc/cpuinfo", "utf8")
        .match(/^(?:flags|Features)\s*:(.*)$/m)?.[1]
        .split(" "),
    );
  } catch {
    return "width of SIMD unknown";
  }
  if (flags.has("avx512f")) return "AVX-512";
  if (flags.has("avx2")) return flags.has("fma") ? "AVX2 with FMA, no AVX-512" : "AVX2, no AVX-512";
  return flags.has("asimd") ? "NEON" : "no SIMD beyond 128 bits";
}

/** The average load of the last minute. */
export function loadNow() {
  return os.loadavg()[0];
}
