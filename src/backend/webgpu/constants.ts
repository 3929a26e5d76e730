// Constants of the standard, under its names: browsers have them as globals, the package webgpu and TypeScript's library do not.

export const GPUBufferUsage = { MAP_READ: 1, COPY_SRC: 4, COPY_DST: 8, UNIFORM: 64, STORAGE: 128 } as const;

export const GPUMapMode = { READ: 1 } as const;

export const GPUShaderStage = { COMPUTE: 4 } as const;
