import { errorText } from "../../error-text.ts";
import { runError } from "../../errors.ts";
import { GPUShaderStage } from "./constants.ts";
import { BINDINGS } from "./shader.ts";

/** Compiled shaders by their text. All have one layout, so that one group of bindings serves them. */
export class Pipelines {
  readonly #gpu: GPUDevice;
  readonly #made = new Map<string, Promise<GPUComputePipeline>>();
  readonly #layout: GPUPipelineLayout;
  readonly bindings: GPUBindGroupLayout;

  constructor(gpu: GPUDevice) {
    this.#gpu = gpu;
    const types = { memory: "storage", feeds: "read-only-storage", results: "storage", uniforms: "uniform" } as const;
    this.bindings = gpu.createBindGroupLayout({
      entries: BINDINGS.map((name, binding) => ({
        binding,
        visibility: GPUShaderStage.COMPUTE,
        // Memory is bound whole; of the others each step or dispatch has a share.
        buffer: { type: types[name], hasDynamicOffset: name !== "memory" },
      })),
    });
    this.#layout = gpu.createPipelineLayout({ bindGroupLayouts: [this.bindings] });
  }

  of(code: string): Promise<GPUComputePipeline> {
    let made = this.#made.get(code);
    if (made === undefined) {
      made = this.#compiled(code);
      this.#made.set(code, made);
      made.catch(() => this.#made.delete(code)); // it may be compiled the next time
    }
    return made;
  }

  async #compiled(code: string): Promise<GPUComputePipeline> {
    const module = this.#gpu.createShaderModule({ code });
    try {
      return await this.#gpu.createComputePipelineAsync({
        layout: this.#layout,
        compute: { module, entryPoint: "main" },
      });
    } catch (cause) {
      const { messages } = await module.getCompilationInfo();
      const said = messages.map(({ lineNum, message }) => `line ${lineNum}: ${message}`).join("; ");
      throw runError({
        where: "webgpu",
        expected: "a shader that this adapter compiles",
        received: said || errorText(cause),
        fix: 'Use backend: "wasm", and report it with the adapter\'s name.',
        cause,
      });
    }
  }
}
