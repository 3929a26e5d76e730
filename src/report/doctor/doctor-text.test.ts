import { expect, test } from "vitest";
import type { DoctorReport } from "../../doctor/diagnose.ts";
import { doctorHtml } from "./doctor-html.ts";
import { doctorText } from "./doctor-text.ts";

const report = (interrupted: boolean): DoctorReport => ({
  healthy: true,
  findings: [],
  checked: {
    phases: ["before"],
    diagnoses: 26,
    steps: { probe: 0, during: 0 },
    samples: { train: 100, validation: 20, test: 20 },
    left: interrupted ? ["The probe was not gone through."] : [],
    interrupted,
  },
});

test("an examination that was interrupted says so, and calls nothing healthy", () => {
  expect(doctorText(report(false))).toBe("Healthy: nothing found by 26 diagnoses (before training).");
  const [head, left] = doctorText(report(true), { color: true }).split("\n");
  expect(head).toContain("Interrupted: nothing found until then by 26 diagnoses (before training).");
  expect(head).not.toContain("\u001b[32m");
  expect(left).toContain("The probe was not gone through.");
});

test("what computed it is named, but in a terminal not wasm as it is by default", () => {
  const by = (backend: string): DoctorReport => ({ ...report(false), checked: { ...report(false).checked, backend } });
  expect(doctorText(by("wasm, 2 threads, relaxed SIMD"))).toBe(doctorText(report(false)));
  for (const backend of ["reference, float64", "webgpu, a card", "wasm, 2 threads (auto: no GPU)"]) {
    expect(doctorText(by(backend)).split("\n")).toEqual([doctorText(report(false)), `Computed by ${backend}`]);
    expect(doctorHtml(by(backend))).toContain(backend);
  }
  expect(doctorHtml(by("wasm, 2 threads, relaxed SIMD"))).toContain("wasm, 2 threads, relaxed SIMD");
});
